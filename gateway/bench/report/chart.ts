import type { Cell } from '../run/contest.ts';
import { grouped } from './grouped.ts';

const PANEL = { width: 420, title: 26, row: 18, gap: 18, name: 150, value: 96 } as const;
const COLUMNS = 2;
const TEXT = 'font-family="system-ui, sans-serif" font-size="12"';
const OURS = '#0b7285';
const STOCK = '#868e96';
const PEER = '#c9ced6';

/** Bars of requests a second, a panel for each scenario, as the text of an SVG. Each panel has a scale of its own. */
export function chartOf(cells: readonly Cell[]): string {
  const panels = grouped(cells, ({ scenario }) => scenario);
  const tallest = Math.max(...panels.map(([, each]) => each.length));
  const height = PANEL.title + tallest * PANEL.row + PANEL.gap;
  const rows = Math.ceil(panels.length / COLUMNS);
  const [fullWidth, fullHeight] = [PANEL.width * COLUMNS + PANEL.gap, rows * height + PANEL.gap];
  const drawn = panels.map(([scenario, each], at) => {
    const [x, y] = [PANEL.gap + (at % COLUMNS) * PANEL.width, PANEL.gap + Math.floor(at / COLUMNS) * height];
    return `<g transform="translate(${x} ${y})">${panel(scenario, each)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${fullWidth} ${fullHeight}" role="img" aria-label="Requests a second">`,
    `<rect width="${fullWidth}" height="${fullHeight}" fill="#fff"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function panel(scenario: string, cells: readonly Cell[]): string {
  const most = Math.max(1, ...cells.map(({ measured }) => measured?.perSecond ?? 0));
  const title = `<text ${TEXT} font-weight="600" y="12">${escaped(scenario)}</text>`;
  return [title, ...cells.map((cell, at) => bar(cell, { most, y: PANEL.title + at * PANEL.row }))].join('\n');
}

function bar({ gateway, measured, wrong }: Cell, { most, y }: { most: number; y: number }): string {
  const room = PANEL.width - PANEL.name - PANEL.value;
  const width = ((measured?.perSecond ?? 0) / most) * room;
  const said = measured
    ? `${thousands(measured.perSecond)}${wrong === undefined ? '' : ' (wrong answer)'}`
    : 'not measured';
  const weight = gateway.startsWith('ours') ? ' font-weight="600"' : '';
  return [
    `<text ${TEXT}${weight} x="${PANEL.name - 8}" y="${y + 11}" text-anchor="end">${escaped(gateway)}</text>`,
    `<rect x="${PANEL.name}" y="${y}" width="${width.toFixed(1)}" height="${PANEL.row - 4}" fill="${colour(gateway)}"/>`,
    `<text ${TEXT} x="${(PANEL.name + width + 6).toFixed(1)}" y="${y + 11}" fill="#495057">${said}</text>`,
  ].join('');
}

const colour = (gateway: string): string => {
  if (gateway.startsWith('ours')) return OURS;
  return gateway === 'stock' ? STOCK : PEER;
};

const thousands = (value: number): string =>
  value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
