// npm run bench:gateway: our gateway beside stock @apollo/gateway and its peers, in alternating rounds.
import { testPartsUp, testRedisUrl } from '@app/stack/test-parts';
import type { Contender, Running } from './gateways/contender.ts';
import { ownContenders } from './gateways/own.ts';
import { measure, type Round } from './run/cell.ts';
import { type Field, openField } from './run/ground.ts';
import { type Options, readOptions } from './run/options.ts';
import { hottest } from './run/profile.ts';
import { verify } from './run/verify.ts';
import { type Scenario, scenarios } from './worlds/scenarios.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const options = readOptions(process.argv.slice(2));
const chosen = <Named extends { readonly name: string }>(all: readonly Named[]): readonly Named[] => {
  const named = all.filter(({ name }) => options.only.includes(name));
  return named.length > 0 ? named : all;
};

async function profiled(running: Running, scenario: Scenario, field: Field): Promise<void> {
  const drive = { scenario, signedIn: false, seconds: options.seconds };
  await measure(running, drive, field);
  running.child.signal('SIGUSR2');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const round = await measure(running, drive, field);
  running.child.signal('SIGUSR2');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  say(`\n${scenario.name}: ${round.perSecond.toFixed(0)} requests/s while profiled; ${running.profileFile}`);
  for (const { name, place, share } of hottest(String(running.profileFile), 25))
    say(`${(share * 100).toFixed(1).padStart(6)} %  ${name.padEnd(32)} ${place}`);
}

async function compare(contenders: readonly Contender[], field: Field, { seconds, rounds }: Options): Promise<void> {
  for (const scenario of chosen(scenarios)) {
    const place = field.places.get(scenario.world.name);
    if (!place) continue;
    const running = await Promise.all(contenders.map((each) => each.start(place, field.ground)));
    for (const [at, each] of running.entries()) {
      const drive = { scenario, signedIn: false, seconds };
      const { wrong, fetches } = await verify(each, drive, field);
      if (wrong) say(`${contenders[at]?.name} ${scenario.name}: WRONG ${wrong}`);
      await measure(each, drive, field);
      const all: Round[] = [];
      for (let round = 0; round < rounds; round++) all.push(await measure(each, drive, field));
      const middle = all.sort((a, b) => a.perSecond - b.perSecond)[rounds >> 1];
      say(
        `${scenario.name.padEnd(14)} ${contenders[at]?.name.padEnd(10)} ${middle?.perSecond.toFixed(0).padStart(7)}/s  p50 ${middle?.p50.toFixed(1)}  p99 ${middle?.p99.toFixed(1)}  cpu ${middle?.cpuPerThousand.toFixed(2)} s/1000  busy ${middle?.busy.toFixed(2)}  ${middle?.megabytes.toFixed(0)} MB  ${fetches} fetches  ${middle?.failed} failed`,
      );
    }
    await Promise.all(running.map(({ child }) => child.stop()));
  }
}

await testPartsUp();
const field = await openField(testRedisUrl());
try {
  if (options.profile) {
    const [ours] = ownContenders;
    for (const scenario of chosen(scenarios)) {
      const place = field.places.get(scenario.world.name);
      if (!ours || !place) continue;
      const running = await ours.start(place, field.ground);
      await profiled(running, scenario, field).finally(() => running.child.stop());
    }
  } else await compare(chosen(ownContenders), field, options);
} finally {
  await field.stop();
}
process.exit(0);
