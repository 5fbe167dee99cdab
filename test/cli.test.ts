import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../db/node.ts';
import { run } from '../src/cli/run.ts';
import { runAt } from '../src/node.ts';
import { newFolder } from './helpers/folder.ts';

const HEADER = '党组织,组织类型,姓名,党员类别,职务,党小组,手机号,飞书ID,钉钉ID,企业微信ID,入党日期,转正日期';
const ROSTER = [
  HEADER,
  '甲党委/一支部,党支部,张三,正式党员,书记,,,,,,,',
  '甲党委,机关党委,李四,正式党员,书记,,,,,,,',
].join('\n');

/** A folder of a machine's own; what is run there says something and exits with a status. */
function machine() {
  const folder = newFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    file(name: string, content: string): string {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    async run(args: string[], env: Record<string, string> = {}) {
      let said = '';
      const say = (line: string) => {
        said += `${line}\n`;
      };
      const terminal = { args, env: { DATA_DIR: folder, ...env }, print: say, complain: say };
      return { status: await runAt(terminal, run), said };
    },
    rows(): number {
      const store = openStore(join(folder, 'main.db'));
      const [row] = store.read((db) => db.all<{ n: number }>('select count(*) n from persons'));
      store.close();
      return row?.n ?? 0;
    },
  };
}

describe('zhibu import', () => {
  test('shows what would change, then changes it, then finds nothing to change', async () => {
    const { run, file, rows } = machine();
    const roster = file('名册.csv', ROSTER);
    const rehearsed = await run(['import', roster, '--dry-run']);
    expect(rehearsed.said).toContain('张三');
    expect(rehearsed.status).toBe(0);
    expect(rows()).toBe(0);
    expect((await run(['import', roster])).status).toBe(0);
    expect(rows()).toBe(2);
    expect((await run(['import', roster])).said).toContain('没有变化');
  });

  test('of a bad file changes nothing and names every fault', async () => {
    const { run, file, rows } = machine();
    const bad = await run([
      'import',
      file('bad.csv', `${ROSTER}\n甲党委/一支部,党支部,王五,正式,书记,,123,,,,,`),
    ]);
    expect(bad.status).toBe(1);
    expect(bad.said).toMatch(/第 4 行.*党员类别/);
    expect(bad.said).toMatch(/第 4 行.*手机号/);
    expect(rows()).toBe(0);
  });
});

test('wrong usage is told and exits with 2', async () => {
  const { run } = machine();
  expect(await run([])).toMatchObject({ status: 2, said: expect.stringContaining('usage:') });
  expect((await run(['dance'])).status).toBe(2);
  expect((await run(['import'])).status).toBe(2);
  expect((await run(['tick', '--at', 'tomorrow'])).status).toBe(2);
  expect((await run(['backup', 'a', '--fast'])).status).toBe(2);
  const { status, said } = await run(['export', 'map', '--out', '.']);
  expect(status).toBe(2);
  expect(said).toMatch(
    /^export does not write map: it writes summary, ledger, handbook, record; in the chat 导出 sends 汇总表、.*\n/,
  );
});

test('a file that is not there is one sentence and exits with 1', async () => {
  const { run, folder } = machine();
  const missing = join(folder, 'nowhere', 'roster.csv');
  for (const verb of ['import', 'backup']) {
    const { status, said } = await run([verb, missing]);
    expect({ status, lines: said.trim().split('\n') }).toEqual({
      status: 1,
      lines: [expect.stringContaining(missing)],
    });
  }
});

test('as a process of its own it says so on its streams, and exits with the status', () => {
  const { folder } = machine();
  const command = ['--import', './test/helpers/quick.ts', 'src/cli.ts', 'audit', 'verify'];
  const zhibu = (more: Record<string, string>) =>
    spawnSync(process.execPath, command, {
      env: { PATH: process.env.PATH, DATA_DIR: folder, ...more },
      encoding: 'utf8',
    });
  expect(zhibu({})).toMatchObject({ status: 0, stdout: expect.stringContaining('0 rows') });
  expect(zhibu({ PORT: 'x' })).toMatchObject({ status: 1, stderr: expect.stringContaining('PORT must be') });
});

test('help that was asked for exits with 0', async () => {
  expect(await machine().run(['--help'])).toMatchObject({
    status: 0,
    said: expect.stringContaining('usage:'),
  });
});

test('a misconfiguration is one sentence and exits with 1', async () => {
  const { run } = machine();
  expect(await run(['doctor'], { PORT: 'x' })).toEqual({
    status: 1,
    said: 'PORT must be a port number, not "x".\n',
  });
});

test('the demo fills an empty database once; its journal holds together, it is copied, and time is rehearsed on a copy', async () => {
  const { run, folder } = machine();
  expect((await run(['demo'])).status).toBe(0);
  expect((await run(['demo'])).status).toBe(1);
  expect(await run(['audit', 'verify'])).toMatchObject({
    status: 0,
    said: expect.stringMatching(/\d{3,} rows/),
  });
  expect((await run(['backup', join(folder, 'copy.db')])).status).toBe(0);
  const copy = openStore(join(folder, 'copy.db'));
  expect(copy.check()).toBe('ok');
  copy.close();
  const rehearsed = await run(['tick', '--dry-run']);
  expect(rehearsed.status).toBe(0);
  expect(rehearsed.said).toContain('would be queued');
});

test('a summary is written as a file, of a unit by its name and of a time as people say it', async () => {
  const { run, folder, file } = machine();
  expect((await run(['export', 'summary'])).said).toContain('import a roster first');
  await run(['import', file('名册.csv', ROSTER)]);
  const written = await run(['export', 'summary', '--unit', '一支部', '--period', '今年', '--out', folder]);
  expect(written).toMatchObject({ status: 0, said: expect.stringContaining('written to') });
  const [book] = readdirSync(folder).filter((name) => name.endsWith('.xlsx'));
  expect(book).toMatch(/^一支部 \d{4}年汇总\.xlsx$/);
  expect(
    readFileSync(join(folder, book ?? ''))
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  expect((await run(['export', 'summary', '--out', folder])).said).toMatch(/written to .*甲党委 /);
  for (const [option, wrong] of [
    ['--unit', '三支部'],
    ['--period', '哪天'],
    ['--out', join(folder, 'nowhere')],
  ] as const) {
    const { status, said } = await run(['export', 'summary', option, wrong]);
    expect({ status, lines: said.trim().split('\n').length }).toEqual({ status: 1, lines: 1 });
    expect(said).toContain(wrong);
  }
});

test('of every branch beneath a unit its year and its meetings’ records are written, each by a name of its own', async () => {
  const { run, folder } = machine();
  await run(['demo']);
  const unit = ['--unit', '市水利局机关党委', '--out', folder];
  const written = async (what: string, ...more: string[]) => {
    const before = readdirSync(folder);
    const { status, said } = await run(['export', what, ...unit, ...more]);
    const made = readdirSync(folder).filter((name) => !before.includes(name));
    expect({ status, said: said.trim().split('\n').length }).toEqual({ status: 0, said: made.length });
    return made;
  };
  expect(await written('ledger')).toHaveLength(5);
  expect(await written('handbook', '--period', '今年')).toContainEqual(
    expect.stringMatching(/^办公室党支部 \d{4}年支部工作手册\.docx$/),
  );
  const records = await written('record', '--period', '上月');
  expect(records).toContainEqual(expect.stringMatching(/^水文站党支部 主题党日会议记录 .*\.docx$/));
  expect(records).toContainEqual(
    expect.stringMatching(/^规划建设党支部 第一党小组 党小组会会议记录 .*\.docx$/),
  );
  expect(records.filter((name) => name.includes('谈心'))).toEqual([]);
  expect(await run(['export', 'record', ...unit, '--period', '2019年'])).toMatchObject({
    status: 1,
    said: '市水利局机关党委在2019年没有可以导出的。\n',
  });
});

test('an address that only this machine can open is found by the doctor', async () => {
  const env = {
    HOST: '0.0.0.0',
    ZHIBU_SECRET: 'x'.repeat(32),
    LARK_APP_ID: 'cli_0123456789abcdef',
    LARK_APP_SECRET: 'secret',
    LARK_MODE: 'websocket',
    LARK_DOMAIN: 'http://127.0.0.1:9',
  };
  const { status, said } = await machine().run(['doctor'], env);
  expect(said).toContain('✗ address: ZHIBU_URL is http://0.0.0.0:3000');
  expect(status).toBe(1);
});

test('the doctor says what it finds, and each finding in Chinese below it', async () => {
  const { run } = machine();
  const { status, said } = await run(['doctor']);
  expect(status).toBe(0);
  expect(said).toContain('http://127.0.0.1:3000/console');
  const [organisation, ...findings] = said.trimEnd().split('\n');
  expect(organisation).toBe('organisation main');
  expect(findings.length).toBeGreaterThan(6);
  for (const [index, line] of findings.entries()) {
    expect(line).toMatch(index % 2 ? /^ {6}\p{Script=Han}/u : /^ {2}\S/);
  }
});
