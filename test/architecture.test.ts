import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** What a layer consists of, and whom it may import besides itself: nobody who stands above it. */
interface Layer {
  paths: string[];
  may: string[];
}

const GROUND = ['words', 'contract', 'db', 'calendar', 'documents'];
const NOUN = [...GROUND, 'journal', 'command', 'cards'];

/** From the bottom up. A path with a slash at its end is a folder. */
const LAYERS: Record<string, Layer> = {
  words: { paths: ['src/errors.ts', 'src/time.ts', 'src/log.ts', 'cards/card.ts'], may: [] },
  calendar: { paths: ['src/calendar.ts', 'src/holidays.ts'], may: ['words'] },
  contract: {
    paths: [
      'src/platforms/platform.ts',
      'src/platforms/directory.ts',
      'src/platforms/form.ts',
      'src/org.ts',
      'src/sign.ts',
    ],
    may: ['words', 'db'],
  },
  db: {
    paths: ['db/schema/', 'db/store.ts', 'db/group.ts', 'db/kept.ts', 'db/lasting.ts', 'db/many.ts'],
    may: ['words', 'contract'],
  },
  // Files as plain data, and how they are written.
  documents: { paths: ['src/documents/'], may: ['words', 'contract'] },
  journal: { paths: ['src/outbox/', 'src/inbox/', 'src/audit/'], may: [...GROUND, 'command'] },
  command: {
    paths: [
      'src/chat/command.ts',
      'src/chat/define.ts',
      'src/chat/document.ts',
      'src/chat/inputs.ts',
      'src/chat/job.ts',
      'src/chat/undoable.ts',
    ],
    may: [...GROUND, 'journal', 'people'],
  },
  people: { paths: ['src/people/'], may: NOUN },
  // What people sent, put to things of the nouns above, which say where it may be put.
  files: { paths: ['src/files/'], may: [...NOUN, 'people'] },
  activity: { paths: ['src/activity/'], may: [...NOUN, 'people'] },
  duty: { paths: ['src/duty/'], may: [...NOUN, 'people', 'files', 'activity'] },
  evaluation: { paths: ['src/evaluation/'], may: [...NOUN, 'people', 'files', 'activity', 'duty'] },
  cards: { paths: ['cards/'], may: ['words', 'people', 'activity', 'duty', 'evaluation'] },
  render: { paths: ['cards/render/'], may: ['words'] },
  // Pages that show nouns and change none. Its commands hand out the way in, and the registry lists them.
  web: {
    paths: ['src/web/'],
    may: [...NOUN, 'people', 'files', 'activity', 'duty', 'evaluation', 'render', 'pace'],
  },
  registry: {
    paths: ['src/chat/'],
    may: [...NOUN, 'people', 'files', 'activity', 'duty', 'evaluation', 'web'],
  },
  pace: {
    paths: [
      'src/platforms/pace.ts',
      'src/platforms/again.ts',
      'src/platforms/body.ts',
      'src/platforms/seal.ts',
    ],
    may: ['words', 'contract'],
  },
  spine: {
    paths: [
      'src/receive.ts',
      'src/directory.ts',
      'src/roster.ts',
      'src/tick.ts',
      'src/collect.ts',
      'src/deliver.ts',
      'src/advance.ts',
      'src/runner.ts',
    ],
    may: [...GROUND, 'journal', 'command', 'people', 'files', 'registry', 'pace'],
  },
  // A platform knows cards and no noun. The console is its own directory, and so knows people.
  lark: { paths: ['src/platforms/lark/'], may: ['words', 'contract', 'render', 'pace', 'spine'] },
  // It keeps what its buttons stand for, and counts its calls.
  dingtalk: {
    paths: ['src/platforms/dingtalk/'],
    may: [...GROUND, 'journal', 'render', 'pace', 'spine'],
  },
  // What it sends it looks up in the outbox, and the codes that draw a card anew it keeps itself.
  wecom: {
    paths: ['src/platforms/wecom/'],
    may: ['words', 'contract', 'db', 'journal', 'render', 'pace', 'spine'],
  },
  console: { paths: ['src/platforms/console/'], may: [...GROUND, 'render', 'pace', 'people'] },
  demo: { paths: ['src/demo/'], may: [...GROUND, 'people', 'activity', 'duty', 'evaluation', 'console'] },
  app: {
    paths: ['src/config.ts', 'src/machine.ts', 'src/clock.ts', 'src/host.ts', 'src/metrics.ts', 'src/app.ts'],
    may: [
      ...GROUND,
      'journal',
      'people',
      'registry',
      'pace',
      'spine',
      'web',
      'lark',
      'dingtalk',
      'wecom',
      'console',
      'demo',
    ],
  },
  cli: {
    paths: ['src/cli/', 'src/cli.ts'],
    may: [
      ...GROUND,
      'journal',
      'people',
      'duty',
      'registry',
      'spine',
      'lark',
      'dingtalk',
      'wecom',
      'demo',
      'app',
      'node',
    ],
  },
  node: {
    paths: ['src/node.ts', 'db/node.ts'],
    may: [...GROUND, 'spine', 'lark', 'dingtalk', 'console', 'app', 'cli'],
  },
  worker: {
    paths: ['src/worker.ts', 'db/durable.ts'],
    may: [...GROUND, 'spine', 'web', 'lark', 'dingtalk', 'app'],
  },
};

const RUNTIMES = ['src/node.ts', 'src/worker.ts', 'db/node.ts', 'db/durable.ts'];
const CLOCKS = ['src/node.ts', 'src/worker.ts'];

/** Files that people send are read before there is a transaction. */
const READERS = ['read', 'file', 'unzip'].map((name) => `src/people/roster/${name}.ts`);

const files = globSync(['src/**/*.ts', 'db/**/*.ts', 'cards/**/*.ts']).filter(
  (path) => !path.startsWith('src/web/assets/') && !path.endsWith('.d.ts'),
);
const sources = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));
const imports = new Map([...sources].map(([path, source]) => [path, importsOf(path, source)]));

test('every file stands in a layer', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((path) => layerOf(path) === undefined)).toEqual([]);
});

test('a file imports only what its layer may', () => {
  const wrong = [...imports].flatMap(([path, imported]) =>
    imported
      .filter((other) => sources.has(other) && !mayImport(path, other))
      .map((other) => `${path} imports ${other}`),
  );
  expect(wrong).toEqual([]);
});

test('every import between our own files names one', () => {
  const unknown = [...imports].flatMap(([path, imported]) =>
    imported
      .filter((other) => /\.ts$/.test(other) && !sources.has(other))
      .map((other) => `${path}: ${other}`),
  );
  expect(unknown).toEqual([]);
});

test('no file imports itself by way of others, not even a type', () => {
  const settled = new Set<string>();
  const circles: string[] = [];
  for (const path of files) walk(path, []);
  expect(circles).toEqual([]);

  function walk(path: string, way: string[]): void {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (settled.has(path) || way.includes(path)) return;
    for (const other of imports.get(path) ?? []) walk(other, [...way, path]);
    settled.add(path);
  }
});

test('runtimes are named in four files', () => {
  const packages =
    /^(node:(?!crypto$|buffer$)|cloudflare:|better-sqlite3|node-cron|@hono\/node-server|drizzle-orm\/(better|durable)-sqlite)/;
  const globals = /\bprocess\b|\bimport\.meta\b|\b__dirname\b|\bsetImmediate\b|\bDurableObject/;
  const naming = files.filter(
    (path) => (imports.get(path) ?? []).some((name) => packages.test(name)) || globals.test(code(path)),
  );
  expect(naming.toSorted()).toEqual(RUNTIMES.toSorted());
});

test('a clock is read where a runtime starts, and nowhere below', () => {
  const reading = files.filter((path) =>
    /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/.test(code(path)),
  );
  expect(reading.toSorted()).toEqual(CLOCKS.toSorted());
});

test('a change never awaits', () => {
  const changes = files.flatMap((path) => callsOf('.change', code(path)).map((call) => ({ path, call })));
  expect(changes.length).toBeGreaterThan(10);
  expect(changes.filter(({ call }) => /\b(async|await)\b/.test(call)).map(({ path }) => path)).toEqual([]);
});

test('nothing below the spine awaits but what reads a file', () => {
  const nouns = /^src\/(people|files|activity|duty|evaluation|inbox|outbox|audit)\//;
  const awaiting = files.filter((path) => nouns.test(path) && /\b(async|await)\b/.test(code(path)));
  expect(awaiting.toSorted()).toEqual(READERS.toSorted());
});

test('the rules above notice what they forbid', () => {
  expect(mayImport('src/activity/store.ts', 'src/duty/store.ts')).toBe(false);
  expect(mayImport('src/people/store.ts', 'src/platforms/lark/send.ts')).toBe(false);
  expect(mayImport('src/platforms/lark/send.ts', 'src/people/store.ts')).toBe(false);
  expect(mayImport('src/activity/store.ts', 'src/chat/commands.ts')).toBe(false);
  expect(mayImport('src/duty/store.ts', 'src/web/link.ts')).toBe(false);
  expect(mayImport('src/duty/store.ts', 'src/activity/store.ts')).toBe(true);
  const source =
    "import a, {\n  type B,\n} from './b.ts';\nexport * from '../c.ts';\nawait import('d');\nimport 'e';";
  expect(importsOf('src/x/a.ts', source)).toEqual(['src/x/b.ts', 'src/c.ts', 'd', 'e']);
  expect(callsOf('.change', bare("a.change((db) => f(db, ')'), 1); b.change(c)"))).toEqual([
    "((db) => f(db, ''), 1)",
    '(c)',
  ]);
  expect(bare("a('await // x'); // await\nb(`process`); /* await */")).toBe("a(''); \nb(``); ");
});

/** The layer with the longest path that this one begins with. */
function layerOf(path: string): string | undefined {
  const found = Object.entries(LAYERS).flatMap(([layer, { paths }]) =>
    paths
      .filter((one) => (one.endsWith('/') ? path.startsWith(one) : path === one))
      .map((one) => ({ layer, length: one.length })),
  );
  return found.toSorted((a, b) => b.length - a.length)[0]?.layer;
}

function mayImport(path: string, other: string): boolean {
  const [own, its] = [layerOf(path), layerOf(other)];
  return own !== undefined && its !== undefined && (own === its || (LAYERS[own]?.may.includes(its) ?? false));
}

function importsOf(path: string, source: string): string[] {
  const found = source.matchAll(
    /^(?:import|export)\s(?:[^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, fixed, later]) => {
    const name = fixed ?? later ?? '';
    return name.startsWith('.') ? join(dirname(path), name) : name;
  });
}

/** The arguments of each call in bare code, brackets included. */
function callsOf(name: string, source: string): string[] {
  return source
    .split(`${name}(`)
    .slice(1)
    .map((rest) => `(${rest.slice(0, endOf(rest))}`);
}

/** Where the bracket closes that was open before. */
function endOf(rest: string): number {
  let depth = 1;
  let at = 0;
  for (const letter of rest) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    at++;
    if (depth === 0) return at;
  }
  throw new Error(`not closed: ${rest.slice(0, 80)}`);
}

function code(path: string): string {
  return bare(sources.get(path) ?? '');
}

/** Without comments, and without what strings say. */
function bare(source: string): string {
  return source.replaceAll(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g,
    (text) => (text.startsWith('/') ? '' : `${text[0]}${text[0]}`),
  );
}
