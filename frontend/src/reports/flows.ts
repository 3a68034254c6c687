// Who thanks whom between areas, and where each stands in the picture of it.

import type { Report } from '../api/types';

export interface Flow {
  giver: string;
  receiver: string;
  recognitions: number;
}
export interface Node {
  code: string;
  total: number;
  y: number;
  height: number;
}
export interface Ribbon extends Flow {
  from: number;
  to: number;
  width: number;
}
export interface Picture {
  givers: Node[];
  receivers: Node[];
  ribbons: Ribbon[];
  height: number;
}

const NODE_HEIGHT = 22; // at least: a line of text
const GAP = 8;
const RIBBONS_HEIGHT = 360; // of all together, unless the lines of text need more
const THINNEST = 1.5;

/** The strongest first; what stays within an area is none, nor what comes from nowhere. With `area` only those of that one. */
export function flowsOf({ matrix }: Pick<Report, 'matrix'>, area = ''): Flow[] {
  return matrix
    .filter((each) => each.stage === 'any' && each.giver_department !== each.receiver_department)
    .flatMap(({ giver_department: giver, receiver_department: receiver, recognitions }) =>
      giver && receiver ? [{ giver, receiver, recognitions }] : [],
    )
    .filter(({ giver, receiver }) => !area || giver === area || receiver === area)
    .sort(
      (one, other) =>
        other.recognitions - one.recognitions ||
        `${one.giver} ${one.receiver}`.localeCompare(`${other.giver} ${other.receiver}`),
    );
}

/** Givers on one side, receivers on the other, as high as what they gave or received among these flows. */
export function drawn(flows: Flow[]): Picture {
  const all = flows.reduce((total, each) => total + each.recognitions, 0);
  const scale = RIBBONS_HEIGHT / Math.max(1, all);
  const givers = stacked(flows, 'giver', scale);
  const receivers = stacked(flows, 'receiver', scale);
  return {
    givers,
    receivers,
    ribbons: ribbonsOf(flows, givers, receivers, scale),
    height: Math.max(bottom(givers), bottom(receivers)),
  };
}

function stacked(flows: Flow[], side: 'giver' | 'receiver', scale: number): Node[] {
  const totals = new Map<string, number>();
  for (const each of flows) totals.set(each[side], (totals.get(each[side]) ?? 0) + each.recognitions);
  let y = 0;
  return [...totals]
    .sort(([, one], [, other]) => other - one)
    .map(([code, total]) => {
      const node = { code, total, y, height: Math.max(NODE_HEIGHT, total * scale) };
      y += node.height + GAP;
      return node;
    });
}

/** Each takes its place on both sides in the order in which the nodes opposite stand, so that few cross. */
function ribbonsOf(flows: Flow[], givers: Node[], receivers: Node[], scale: number): Ribbon[] {
  const taken = new Map<Node, number>();
  const placed = (node: Node, recognitions: number): number => {
    const before = taken.get(node) ?? (node.height - node.total * scale) / 2;
    taken.set(node, before + recognitions * scale);
    return node.y + before + (recognitions * scale) / 2;
  };
  const find = (nodes: Node[], code: string): Node => nodes.find((each) => each.code === code)!;
  const from = new Map<Flow, number>();
  for (const each of byOpposite(flows, receivers, 'receiver'))
    from.set(each, placed(find(givers, each.giver), each.recognitions));
  return byOpposite(flows, givers, 'giver').map((each) => ({
    ...each,
    from: from.get(each)!,
    to: placed(find(receivers, each.receiver), each.recognitions),
    width: Math.max(THINNEST, each.recognitions * scale),
  }));
}

function byOpposite(flows: Flow[], nodes: Node[], side: 'giver' | 'receiver'): Flow[] {
  const place = new Map(nodes.map((each, index) => [each.code, index]));
  return flows.toSorted((one, other) => place.get(one[side])! - place.get(other[side])!);
}

const bottom = (nodes: Node[]): number => {
  const last = nodes.at(-1);
  return last ? last.y + last.height : 0;
};
