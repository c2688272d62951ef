import { readFileSync, writeFileSync } from 'node:fs';
import type { Cell } from '../run/contest.ts';
import type { Group } from '../worlds/scenario.ts';
import { chartOf } from './chart.ts';
import { grouped } from './grouped.ts';
import { type Result, readResults } from './results.ts';
import { fastestPeer, ratio } from './table.ts';

const docs = new URL('../../../docs/', import.meta.url);
const page = new URL('performance.md', docs);
const [BEGIN, END] = ['<!-- results -->', '<!-- /results -->'];
/** Older runs are in the results file. */
const RUNS_SHOWN = 12;

const titles: Readonly<Record<Group, string>> = {
  'gateway-only': 'Gateways alone',
  'own-graph': 'Our own graph over recorded answers',
  'end-to-end': 'Our own graph end to end',
};

/** Draws the charts of the latest results and writes them into docs/performance.md, between its two marks. */
export function writePage(): void {
  const results = readResults();
  const sections = Object.keys(titles).flatMap((group) => section(results, group as Group));
  const text = readFileSync(page, 'utf8');
  const [before] = text.split(BEGIN);
  const [, after] = text.split(END);
  if (after === undefined) throw new Error(`docs/performance.md has lost its mark ${END}`);
  writeFileSync(page, `${before}${BEGIN}\n\n${[...sections, ...history(results)].join('\n\n')}\n\n${END}${after}`);
}

/** The latest run that measured this group. */
function section(results: readonly Result[], group: Group): string[] {
  const latest = results.findLast(({ cells }) => cells.some((cell) => cell.group === group));
  if (!latest) return [];
  const cells = latest.cells.filter((cell) => cell.group === group);
  const picture = `pictures/bench-${group}.svg`;
  writeFileSync(new URL(picture, docs), chartOf(cells));
  return [
    `## ${titles[group]}`,
    `${latest.date.slice(0, 10)}, Node ${latest.node}, ${latest.cores} × ${latest.cpu}, rounds of ${latest.seconds} s, median of ${latest.rounds}.`,
    `![Requests a second by scenario and gateway](${picture})`,
    ...grouped(cells, ({ scenario }) => scenario).map(([scenario, each]) => markdownTable(scenario, each)),
  ];
}

const HEAD = ['req/s', '× stock', '× peer', 'p50 ms', 'p99 ms', 'CPU s per 1,000', 'MB', 'fetches'];

function markdownTable(scenario: string, cells: readonly Cell[]): string {
  const peer = fastestPeer(cells);
  const rows = cells.map((cell) => {
    const { gateway, measured, wrong, absent } = cell;
    if (!measured) return `| ${gateway} | not measured: ${inCell(absent ?? '')} |${' |'.repeat(HEAD.length - 1)}`;
    const times = (to: string | undefined): string => (to ? (ratio(cells, cell, to)?.toFixed(2) ?? '–') : '–');
    const numbers = [
      measured.perSecond.toFixed(measured.perSecond < 10 ? 1 : 0),
      times('stock'),
      times(peer),
      measured.p50.toFixed(1),
      measured.p99.toFixed(1),
      measured.cpuPerThousand.toFixed(2),
      measured.megabytes.toFixed(0),
      measured.fetchesAlone > 0 ? measured.fetchesEach.toFixed(1) : '–',
    ];
    return `| ${gateway}${wrong === undefined ? '' : ` (wrong: ${inCell(wrong)})`} | ${numbers.join(' | ')} |`;
  });
  return [`| **${scenario}** | ${HEAD.join(' | ')} |`, `| --- |${' ---: |'.repeat(HEAD.length)}`, ...rows].join('\n');
}

const inCell = (text: string): string => text.replaceAll(/[|\n<>`]/g, ' ').slice(0, 140);

/** What may not get worse unseen: ours in parts of the fastest peer, run by run. */
function history(results: readonly Result[]): string[] {
  const runs = results
    .slice(-RUNS_SHOWN)
    .map(({ date, cells }) => ({ date, ratios: ratiosOf(cells) }))
    .reverse();
  const scenarios = [...new Set(runs.flatMap(({ ratios }) => [...ratios.keys()]))];
  if (scenarios.length === 0) return [];
  const rows = runs.map(
    ({ date, ratios }) =>
      `| ${date.slice(0, 16).replace('T', ' ')} | ${scenarios.map((name) => ratios.get(name)?.toFixed(2) ?? '–').join(' | ')} |`,
  );
  const head = `| run (UTC) | ${scenarios.join(' | ')} |`;
  return [
    '## Ours in parts of the fastest peer, run by run',
    [head, `| --- |${' ---: |'.repeat(scenarios.length)}`, ...rows].join('\n'),
  ];
}

function ratiosOf(cells: readonly Cell[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [, each] of grouped(cells, ({ group, scenario }) => `${group} ${scenario}`)) {
    const [ours] = each.filter(({ gateway }) => gateway.startsWith('ours'));
    const peer = fastestPeer(each);
    const share = ours && peer ? ratio(each, ours, peer) : undefined;
    if (ours && share !== undefined)
      found.set(`${ours.group === 'gateway-only' ? '' : `${ours.group}: `}${ours.scenario}`, share);
  }
  return found;
}
