import { expect, test } from 'vitest';
import { drawn, flowsOf } from './flows';

const row = (giver: string | null, receiver: string | null, recognitions: number, stage = 'any') => ({
  giver_department: giver,
  receiver_department: receiver,
  stage,
  recognitions,
});
const matrix = [
  row('VE', 'AL', 3),
  row('VE', 'VE', 9),
  row(null, 'AL', 2),
  row('AL', 'VE', 5),
  row('VE', 'AL', 3, 'closing'),
];

test('a flow goes from one area to another, once for each recognition, the strongest first', () => {
  expect(flowsOf({ matrix })).toEqual([
    { giver: 'AL', receiver: 'VE', recognitions: 5 },
    { giver: 'VE', receiver: 'AL', recognitions: 3 },
  ]);
});

test('of one area are what it gives and what it receives', () => {
  const wider = [...matrix, row('TI', 'CO', 8)];
  expect(flowsOf({ matrix: wider }, 'AL').map((each) => each.recognitions)).toEqual([5, 3]);
});

test('ribbons begin and end within their nodes', () => {
  const { givers, receivers, ribbons, height } = drawn(flowsOf({ matrix }));
  for (const each of ribbons) {
    const giver = givers.find((node) => node.code === each.giver)!;
    const receiver = receivers.find((node) => node.code === each.receiver)!;
    expect(each.from - each.width / 2).toBeGreaterThanOrEqual(giver.y);
    expect(each.from + each.width / 2).toBeLessThanOrEqual(giver.y + giver.height + 0.01);
    expect(each.to + each.width / 2).toBeLessThanOrEqual(receiver.y + receiver.height + 0.01);
  }
  expect(height).toBeGreaterThan(0);
});

test('nothing is drawn of nothing', () => {
  expect(drawn([])).toEqual({ givers: [], receivers: [], ribbons: [], height: 0 });
});
