import { held, type Outcome } from './run.ts';

const MOST_SHOWN = 5;

/** What became of a run, as text with tables. */
export function reportOf(outcome: Outcome): string {
  const { plan, faults, kills, journal, seconds, unsettled, verdicts, folder } = outcome;
  const total = [...faults.values()].reduce((sum, times) => sum + times, 0);
  const lines = [
    `seed ${plan.seed} · ${seconds.faults.toFixed(0)} s of faults, settled in ${seconds.settling.toFixed(0)} s`,
    '',
    `faults                                        ${String(total).padStart(6)}   (SIGKILLs ${kills})`,
    ...rows(faults),
    '',
    `orders                                        ${String(journal.ordered.size).padStart(6)}`,
    ...rows(journal.outcomes),
    '',
    'asked again because',
    ...rows(journal.retries),
    '',
    'invariants',
    ...verdicts.map(
      ({ number, name, broken }) =>
        `  ${broken.length === 0 ? '✔' : '✘'} ${number.padEnd(4)} ${name}${details(broken)}`,
    ),
    `  ${unsettled.length === 0 ? '✔' : '✘'} I6   everything came to rest${details(unsettled)}`,
    '',
    held(outcome) ? 'all of it holds' : `NOT all of it holds; seed ${plan.seed}, logs and databases in ${folder}`,
  ];
  return lines.join('\n');
}

const rows = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([kind, times]) => `  ${kind.padEnd(44)}${String(times).padStart(6)}`);

function details(broken: readonly string[]): string {
  if (broken.length === 0) return '';
  const shown = broken.slice(0, MOST_SHOWN).map((text) => `\n           ${text}`);
  const rest = broken.length > MOST_SHOWN ? `\n           … and ${broken.length - MOST_SHOWN} more` : '';
  return `${shown.join('')}${rest}`;
}
