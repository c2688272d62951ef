import { accessSync, chownSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { StartFailure } from './failure.ts';

type Ids = { uid: number; gid: number };

/** How to run a program that refuses to be root: who owns its files, what `spawn` is told, and the command to spawn. */
export type Account = {
  owner?: Ids;
  spawnAs: Partial<Ids>;
  wrap(command: string, args: string[]): [string, string[]];
};

const asIs = (command: string, args: string[]): [string, string[]] => [command, args];

/** The account PostgreSQL runs under: ours, or for root the owner of the data, `postgres` or `nobody`. */
export const postgresAccount = (dataDir: string, neededFiles: string[]): Account => {
  const owner = existsSync(dataDir) ? statSync(dataDir) : undefined;
  const self = process.getuid?.();
  if (self !== 0) {
    if (owner && self !== undefined && owner.uid !== self)
      throw new StartFailure(
        `${dataDir} belongs to another user: start as that user, or run \`npm run reset\` as that user first.`,
      );
    return { spawnAs: {}, wrap: asIs };
  }
  const ids = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivileged();
  return [dataDir, ...neededFiles].every(reachableByOthers)
    ? { owner: ids, spawnAs: ids, wrap: asIs }
    : throughSetpriv(ids);
};

/** Hands a folder over to the account. */
export const giveTo = ({ owner }: Account, folder: string): void => {
  if (owner) chownSync(folder, owner.uid, owner.gid);
};

const unprivileged = (): Ids => {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new StartFailure(
      'PostgreSQL refuses to run as root and there is no user `nobody` here: start as an ordinary user.',
    );
  return { uid: Number(user[2]), gid: Number(user[3]) };
};

const reachableByOthers = (file: string): boolean => {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
};

/** In a closed folder such as /root the account is allowed one thing more: to pass through folders. */
const throughSetpriv = (owner: Ids): Account => {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(isExecutable);
  if (!setpriv)
    throw new StartFailure(
      'PostgreSQL refuses to run as root and other users cannot enter this folder: start as an ordinary user, or move the clone out of /root.',
    );
  const passing = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  // initdb looks for its neighbour with access(2), which heeds that permission only with this bit set.
  const options = ['--clear-groups', '--securebits', '+no_setuid_fixup', ...passing];
  return {
    owner,
    spawnAs: {},
    wrap: (command, args) => [
      setpriv,
      ['--reuid', String(owner.uid), '--regid', String(owner.gid), ...options, command, ...args],
    ],
  };
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
