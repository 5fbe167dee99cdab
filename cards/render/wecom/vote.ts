import type { Card, Form } from '../../card.ts';
import { bodyOf } from './body.ts';
import { type Question, questionsOf } from './choice.ts';
import { LIMITS } from './limits.ts';
import { labelOf, menuOf, type Place, titleOf } from './parts.ts';
import type { Keys } from './press.ts';
import type { List, Submit, TemplateCard } from './template.ts';

/** A form as a vote or as lists, which have no room for much besides: null where more is to be said, typed or opened. */
export function vote(card: Card, form: Form, place: Place, keys: Keys): TemplateCard | null {
  const questions = questionsOf(form);
  const presses = card.actions.filter((action) => action.type === 'press');
  const desc = [...(place.toast ? [place.toast] : []), ...wordsOf(card)].join(' ');
  if (!questions || desc.length > LIMITS.desc) return null;
  if (presses.length < card.actions.length || presses.length > LIMITS.menu) return null;
  const asked = voteOf(questions, presses.length > 0) ?? listsOf(questions);
  const submit = asked && submitOf(form, questions, keys);
  if (!submit) return null;
  const head = { task_id: place.task, main_title: titleOf(card, desc), ...menuOf(presses, keys) };
  return { ...head, ...asked, submit_button: submit };
}

function wordsOf(card: Card): string[] {
  const { lines, rows } = bodyOf(card, false);
  return [...lines, ...rows.map(({ keyname, value }) => `${keyname}：${value}`)];
}

type Vote = Extract<TemplateCard, { card_type: 'vote_interaction' }>;
type Lists = Extract<TemplateCard, { card_type: 'multiple_interaction' }>;

/** One question; a short one with buttons beside it stands better among the buttons. */
function voteOf([question, ...others]: Question[], beside: boolean): Omit<Vote, keyof Head> | null {
  if (!question || others.length > 0 || question.answered === 'checkbox') return null;
  if (question.options.length > LIMITS.votes || (beside && isList(question))) return null;
  const { name, answered, options, chosen } = question;
  const option_list = options.map((one) => ({ ...one, is_checked: chosen.includes(one.id) }));
  const checkbox = {
    question_key: name,
    mode: answered === 'list' ? (1 as const) : (0 as const),
    option_list,
  };
  return { card_type: 'vote_interaction', checkbox };
}

type Head = Pick<Vote, 'task_id' | 'main_title' | 'action_menu' | 'submit_button'>;

function listsOf(questions: Question[]): Omit<Lists, keyof Head> | null {
  if (questions.length > LIMITS.lists || !questions.every(isList)) return null;
  const alone = questions.length === 1 && questions[0]?.answered !== 'checkbox';
  return questions.length === 0 || alone
    ? null
    : { card_type: 'multiple_interaction', select_list: questions.map(listOf) };
}

/** Whether a list that drops down holds it: one answer out of few. */
export function isList({ answered, options }: Question): boolean {
  return answered !== 'list' && options.length <= LIMITS.options;
}

export function listOf({ name, title, options, chosen }: Question): List {
  const selected = options.find(({ id }) => chosen.includes(id));
  return { question_key: name, title, ...(selected && { selected_id: selected.id }), option_list: options };
}

/** Null where a key cannot hold it. */
export function submitOf({ submit }: Form, questions: Question[], keys: Keys): Submit | null {
  const fields = Object.fromEntries(questions.map(({ name, answered }) => [name, answered]));
  const key = keys.keyOf(submit, fields);
  return key === null ? null : { text: labelOf(submit.label, '提交'), key };
}
