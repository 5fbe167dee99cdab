import { addDays, type Day, yearOf } from '../time.ts';

/** An invented city's organs: two committees, ten branches. No name or number belongs to anybody. */
interface DemoUnit {
  path: string;
  kind: string;
  /** How many members; the first hold the branch's posts. */
  members: number;
  /** With seven full members or more a branch has a committee. */
  committee?: true;
  groups?: readonly string[];
}

const TOP = '临江市直机关工委';
const WATER = `${TOP}/市水利局机关党委`;
const FARM = `${TOP}/市农业农村局机关党委`;

const BRANCHES: readonly DemoUnit[] = [
  { path: `${WATER}/办公室党支部`, kind: '党支部', members: 9, committee: true },
  {
    path: `${WATER}/规划建设党支部`,
    kind: '党支部',
    members: 12,
    committee: true,
    groups: ['第一党小组', '第二党小组'],
  },
  { path: `${WATER}/水文站党支部`, kind: '党支部', members: 8, committee: true },
  { path: `${WATER}/河道管理党支部`, kind: '党支部', members: 5 },
  { path: `${WATER}/离退休干部党支部`, kind: '党支部', members: 11, committee: true },
  { path: `${FARM}/机关第一党支部`, kind: '党支部', members: 10, committee: true },
  { path: `${FARM}/机关第二党支部`, kind: '党支部', members: 8, committee: true },
  { path: `${FARM}/种业站党支部`, kind: '党支部', members: 4 },
  { path: `${FARM}/农机中心党支部`, kind: '党支部', members: 9, committee: true },
  { path: `${FARM}/科教联合党支部`, kind: '联合党支部', members: 6 },
];

const HEADER = '党组织,组织类型,姓名,党员类别,职务,党小组,手机号,飞书ID,钉钉ID,企业微信ID,入党日期,转正日期';
const COMMITTEE = ['书记', '副书记、组织委员', '宣传委员', '纪检委员', '委员'] as const;
const SMALL = ['书记', '副书记'] as const;

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
const GIVEN =
  '建国 志强 海燕 秀英 晓峰 文静 立新 国庆 春梅 雪梅 俊杰 思远 雨桐 子涵 明辉 丽华 永红 卫东 婷婷 家豪 玉兰 振华 慧敏 少波 佳怡 向东 桂芳 鹏飞 晨曦 若兰';

/** The roster as a file's text, in the format that secretaries send. */
export function demoRoster(today: Day): string {
  const names = inventNames();
  const rows = [
    declare(TOP, '机关工委'),
    person(TOP, '机关工委', '沈清', '党务干部'),
    person(TOP, '机关工委', '顾远航', '管理员'),
    declare(WATER, '机关党委'),
    person(WATER, '机关党委', '龙海生', '书记'),
    person(WATER, '机关党委', '田小禾', '党务干部'),
    declare(FARM, '机关党委'),
    person(FARM, '机关党委', '白露', '书记'),
    ...BRANCHES.flatMap((unit) => [declare(unit.path, unit.kind), ...members(unit, names, today)]),
  ];
  return [HEADER, ...rows].join('\n');
}

function members(unit: DemoUnit, names: Iterator<string>, today: Day): string[] {
  const year = yearOf(today);
  const posts: readonly string[] = unit.committee ? COMMITTEE.slice(0, unit.members >= 9 ? 5 : 3) : SMALL;
  return Array.from({ length: unit.members }, (_, index) => {
    const group = unit.groups?.[index % unit.groups.length] ?? '';
    const leads = group !== '' && index >= posts.length && index < posts.length + (unit.groups?.length ?? 0);
    const probationary = index === unit.members - 1 && unit.members > 7;
    const joined = probationary ? addDays(today, -150) : `${year - 5 - index * 2}-06-28`;
    const cells = [
      unit.path,
      unit.kind,
      String(names.next().value),
      probationary ? '预备党员' : '正式党员',
      leads ? '党小组长' : (posts[index] ?? ''),
      group,
      '',
      '',
      '',
      '',
      joined,
      probationary ? '' : `${year - 4 - index * 2}-06-28`,
    ];
    return cells.join(',');
  });
}

/** Every name once, but for two 张伟 in two branches: that is how it is. */
function* inventNames(): Generator<string, never> {
  const given = GIVEN.split(' ');
  for (let index = 0; ; index++) {
    if (index === 2 || index === 60) yield '张伟';
    else yield `${SURNAMES[(index * 7) % SURNAMES.length]}${given[(index * 11) % given.length]}`;
  }
}

function declare(path: string, kind: string): string {
  return `${path},${kind},,,,,,,,,,`;
}

function person(path: string, kind: string, name: string, post: string): string {
  return `${path},${kind},${name},正式党员,${post},,,,,,2008-06-28,2009-06-28`;
}
