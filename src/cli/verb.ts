import type { NodeStore } from '../../db/node.ts';
import type { Config, OrgConfig } from '../config.ts';
import { Misconfigured } from '../errors.ts';

/** What a command of the command line is given: the machine it runs on, and nothing of the runtime's own. */
export interface Machine {
  config: Config;
  args: readonly string[];
  now(): number;
  print(line: string): void;
  readFile(path: string): Uint8Array;
  /** Into a folder that is there. */
  writeFile(path: string, bytes: Uint8Array): void;
  /** Opens the organisation's database; it is closed when the command has ended. */
  open(org: OrgConfig): NodeStore;
  /** Opens a copy of it that goes away afterwards. */
  openCopy(org: OrgConfig): Promise<NodeStore>;
}

/** → exit status: 0, or 1 if it could not. Wrong usage is thrown as `Usage`. */
export interface Verb {
  usage: string;
  help: string;
  run(machine: Machine): Promise<number>;
}

export class Usage extends Error {}

/** A file that cannot be read or written is one sentence that names it. */
export async function withFile<T>(file: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new Misconfigured(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Positional words and `--name value` options; an option the command does not know is wrong usage. */
export function readArgs(
  args: readonly string[],
  known: { flags?: readonly string[]; values?: readonly string[] },
) {
  const words: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (!arg.startsWith('--')) words.push(arg);
    else if (known.flags?.includes(arg.slice(2))) flags.add(arg.slice(2));
    else if (known.values?.includes(arg.slice(2)) && args[index + 1] !== undefined)
      values.set(arg.slice(2), args[++index] ?? '');
    else throw new Usage(`unknown or incomplete option ${arg}`);
  }
  return { words, flags, values };
}

/** The organisation that `--org` names, else the only or first one. */
export function chosenOrg(config: Config, slug: string | undefined): OrgConfig {
  const found = slug === undefined ? config.orgs[0] : config.orgs.find((org) => org.slug === slug);
  if (!found)
    throw new Usage(
      `no organisation ${slug ?? ''}; there is ${config.orgs.map((org) => org.slug).join(', ')}`,
    );
  return found;
}
