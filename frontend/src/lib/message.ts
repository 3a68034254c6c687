// The safe Markdown of a message: paragraphs, lists, **strong**, *emphasis*, https links and @mentions. It is turned
// into pieces that a component writes as text; nothing of a message ever becomes markup.

export type Piece =
  | { kind: 'text' | 'strong' | 'em'; text: string }
  | { kind: 'mention'; text: string; handle: string }
  | { kind: 'link'; text: string; href: string };

export type Block = { kind: 'paragraph'; lines: Piece[][] } | { kind: 'list'; lines: Piece[][] };

const BULLET = /^\s*[-*•]\s+/;
const INLINE =
  /\*\*(?<strong>[^*\n]+)\*\*|(?<![\p{L}\p{N}*])\*(?<em>[^*\s][^*\n]*)\*|\[(?<label>[^\]\n]+)\]\((?<target>https?:\/\/[^\s)]+)\)|(?<bare>https?:\/\/[^\s<>]*[^\s<>.,;:!?)])|(?<=^|[\s(¡¿"«])@(?<handle>[\p{L}\p{N}_](?:[\p{L}\p{N}._-]{0,60}[\p{L}\p{N}_])?)/gu;

export function blocks(message: string): Block[] {
  return message
    .trim()
    .split(/\n\s*\n/)
    .flatMap((part) => runs(part.split('\n')));
}

/** Lines with bullets are a list, the lines between them paragraphs. */
function runs(lines: string[]): Block[] {
  const found: Block[] = [];
  for (const line of lines) {
    const kind = BULLET.test(line) ? 'list' : 'paragraph';
    if (found.at(-1)?.kind !== kind) found.push({ kind, lines: [] });
    found.at(-1)!.lines.push(pieces(line.replace(BULLET, '')));
  }
  return found;
}

export function pieces(line: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of line.matchAll(INLINE)) {
    if (match.index > end) found.push({ kind: 'text', text: line.slice(end, match.index) });
    found.push(pieceOf(match[0], match.groups ?? {}));
    end = match.index + match[0].length;
  }
  if (end < line.length) found.push({ kind: 'text', text: line.slice(end) });
  return found;
}

function pieceOf(whole: string, { strong, em, label, target, bare, handle }: Record<string, string>): Piece {
  if (strong) return { kind: 'strong', text: strong };
  if (em) return { kind: 'em', text: em };
  if (handle) return { kind: 'mention', text: whole, handle: handle.toLowerCase() };
  return { kind: 'link', text: label ?? whole, href: target ?? bare ?? '' };
}
