const BEGUN = /(?<=^|[\s(¡¿"«])@([\p{L}\p{N}._-]{0,60})$/u;

/** The letters after the `@` that the caret stands behind; undefined where it stands behind none. */
export const begunMention = (before: string): string | undefined => BEGUN.exec(before)?.[1];
