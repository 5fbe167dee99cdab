import type { Day } from '../../time.ts';
import { takeDay, takeDeadline } from '../days.ts';

/** What a message about a visit says; empty where it says nothing. */
export interface Said {
  day: Day;
  place: string;
  form: string;
  heard: string;
  what: string;
  owner: string;
  deadline: Day | null;
}

export const FORMS = ['走访调研', '座谈', '参加组织生活', '讲党课', '谈心谈话', '慰问', '现场办公'] as const;

const FORM_WORDS: readonly [RegExp, (typeof FORMS)[number]][] = [
  [/座谈/, '座谈'],
  [/讲.{0,4}党课/, '讲党课'],
  [/谈心/, '谈心谈话'],
  [/慰问/, '慰问'],
  [/现场办公/, '现场办公'],
  [/参加|主题党日|组织生活|党员大会|支委会/, '参加组织生活'],
];

/**
 * 今天到二支部，反映活动室漏水，月底前解决: day, branch, what was heard, what is to follow. Whatever is no day, place,
 * owner or deadline is kept as what was heard, so that nothing said is lost.
 */
export function readVisit(text: string, today: Day): Said {
  const [first = '', ...rest] = text.split(/[，,；;。！!\n]+/).map((part) => part.trim());
  const dated = takeDay(first, today);
  const head = dated?.rest ?? first;
  const place = PLACE.exec(head)?.groups?.place ?? '';
  const said: Said = {
    day: dated?.day ?? today,
    place: place.trim(),
    form: formOf(head),
    heard: '',
    what: '',
    owner: '',
    deadline: null,
  };
  const heard: string[] = place === '' && head !== '' ? [head] : [];
  let follows = false;
  for (const part of rest.filter((one) => one !== '')) {
    const due = takeDeadline(part, today);
    const own = OWNER.exec(due?.rest ?? part);
    if (due) said.deadline = due.day;
    if (own?.groups?.owner) said.owner = own.groups.owner;
    const left = own ? (due?.rest ?? part).replace(own[0], '') : (due?.rest ?? part);
    follows ||= due !== null || own !== null || SETTLED.test(left);
    const word = left.replace(SETTLED, '').replace(HEARD, '').trim();
    if (word !== '') heard.push(word);
  }
  said.heard = heard.join('，');
  return { ...said, what: follows ? said.heard : '' };
}

const PLACE =
  /^(?:[上下]午|晚上|我|我们)*\s*(?:到|去|赴|在|来到|前往|走访|调研|联系)?(?:了|挂点的?|联系的?)?\s*(?<place>[^，。]*?(?:支部|党总支|机关党委))/;
const OWNER =
  /(?:由|请)?(?<owner>我|[\u4e00-\u9fa5·]{2,4}?)(?:来)?(?:同志|书记)?负责(?:落实|解决|办理|跟进)?/;
const HEARD = /^(?:群众|党员|支部|大家|同志们|有人)?(?:反映|提出|了解到|听到|建议|诉求是?)(?:了|说)?/;
const SETTLED = /(?:予以|要求|务必|请)?(?:解决|办结|完成|落实|整改到位|整改|修好|答复|回复|跟进)$/;

function formOf(head: string): string {
  return FORM_WORDS.find(([pattern]) => pattern.test(head))?.[1] ?? FORMS[0];
}
