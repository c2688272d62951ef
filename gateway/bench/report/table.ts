import type { Cell } from '../run/contest.ts';

/** A gateway's speed in parts of another's; undefined when one of them was not measured or answers wrongly. */
export function ratio(cells: readonly Cell[], cell: Cell, to: string): number | undefined {
  const other = cells.find(({ gateway }) => gateway === to);
  return cell.measured && other?.measured && other.measured.perSecond > 0
    ? cell.measured.perSecond / other.measured.perSecond
    : undefined;
}

/** Whether a gateway is one of ours or stock, and so no peer. */
const isPeer = ({ gateway }: Cell): boolean => gateway !== 'stock' && !gateway.startsWith('ours');

/** The fastest peer whose answers are right, of the cells of one scenario. */
export const fastestPeer = (cells: readonly Cell[]): string | undefined =>
  cells
    .filter((cell) => isPeer(cell) && cell.measured && !cell.wrong)
    .sort((one, other) => (other.measured?.perSecond ?? 0) - (one.measured?.perSecond ?? 0))[0]?.gateway;

const COLUMNS = [
  'gateway',
  'req/s',
  'x stock',
  'x peer',
  'p50 ms',
  'p99 ms',
  'cpu s/1000',
  'core %',
  'MB',
  'fetches',
  'alone',
] as const;

/** Lines of a table for one scenario; below it what was wrong or absent. */
export function tableOf(cells: readonly Cell[]): string[] {
  const peer = fastestPeer(cells);
  const rows = cells.flatMap((cell) => (cell.measured ? [rowOf(cells, cell, peer)] : []));
  const widths = COLUMNS.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  ');
  const notes = cells.flatMap(({ gateway, wrong, absent, measured }) => [
    ...(wrong === undefined ? [] : [`  ${gateway} answers wrongly: ${wrong}`]),
    ...(absent === undefined ? [] : [`  ${gateway} was not measured: ${absent}`]),
    ...(measured?.failed ? [`  ${gateway}: ${measured.failed} requests failed`] : []),
  ]);
  return [`${cells[0]?.group} · ${cells[0]?.scenario}`, line(COLUMNS), ...rows.map(line), ...notes, ''];
}

function rowOf(cells: readonly Cell[], cell: Cell, peer: string | undefined): string[] {
  const { measured, gateway, wrong } = cell;
  if (!measured) return [];
  const { perSecond, p50, p99, cpuPerThousand, busy, megabytes, fetchesEach, fetchesAlone } = measured;
  const times = (to: string | undefined): string => (to ? (ratio(cells, cell, to)?.toFixed(2) ?? '–') : '–');
  return [
    `${gateway}${wrong === undefined ? '' : ' (wrong)'}`,
    perSecond.toFixed(0),
    times('stock'),
    times(peer),
    p50.toFixed(1),
    p99.toFixed(1),
    cpuPerThousand.toFixed(2),
    (busy * 100).toFixed(0),
    megabytes.toFixed(0),
    fetchesAlone > 0 ? fetchesEach.toFixed(1) : '–',
    fetchesAlone > 0 ? String(fetchesAlone) : '–',
  ];
}
