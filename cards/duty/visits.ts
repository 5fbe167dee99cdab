import { type Action, type Block, type Card, card, facts, note, press, text } from '../card.ts';
import { DISCLAIMER, tableOf } from './small.ts';

/** A visit as it was understood, to be confirmed. */
export interface VisitDraft {
  leader: string;
  day: string;
  branch: string;
  form: string;
  heard: string;
  what: string;
  owner: string;
  deadline: string | null;
}

export function draftCard(draft: VisitDraft, actions: Action[]): Card {
  return card('请核对这条下基层记录', [draftFacts(draft), note('点“保存”才记下；不对的点“修改”。')], {
    tone: 'info',
    actions,
  });
}

export function notedCard(draft: VisitDraft, told: string | null, actions: Action[]): Card {
  return card('已记入下基层记录', [draftFacts(draft), ...(told === null ? [] : [note(told)])], {
    tone: 'success',
    actions,
  });
}

function draftFacts(draft: VisitDraft): Block {
  return facts({
    领导: draft.leader,
    日期: draft.day,
    支部: draft.branch,
    方式: draft.form,
    听到的情况: draft.heard,
    跟进: draft.what,
    跟进人: draft.what === '' ? null : draft.owner,
    期限: draft.what === '' ? null : (draft.deadline ?? '没有说期限'),
  });
}

export interface FollowUpShown {
  id: number;
  branch: string;
  leader: string;
  visited: string;
  what: string;
  owner: string;
  deadline: string;
  result: string | null;
}

/** What whoever sees to it gets, privately. */
export function followUpCard(shown: FollowUpShown): Card {
  const done = shown.result !== null;
  return card(
    done ? `已办结：${shown.what}` : `下基层跟进：${shown.what}`,
    [
      facts({
        支部: shown.branch,
        来自: `${shown.leader}同志 ${shown.visited}下基层`,
        跟进人: shown.owner,
        期限: shown.deadline,
        结果: shown.result,
      }),
    ],
    {
      tone: done ? 'success' : 'warning',
      actions: done ? [] : [press('办结', 'visit.doneForm', { followUp: shown.id }, 'primary')],
    },
  );
}

/** A leader's year on one page. */
export interface VisitYear {
  leader: string;
  year: number;
  branches: string;
  count: string;
  /** By day: where, how, what was heard, what followed. */
  visits: { label: string; value: string }[];
  more: number;
  actions: Action[];
}

export function yearCard(year: VisitYear): Card {
  return card(
    `${year.leader}同志 ${year.year}年下基层`,
    [
      facts({ 挂点联系: year.branches, 已下基层: year.count }),
      ...(year.visits.length > 0
        ? [{ type: 'facts', facts: year.visits } as const]
        : [text('这一年还没有记录。')]),
      ...(year.more > 0 ? [note(`另有 ${year.more} 次较早的。`)] : []),
      note(`说“下基层记录：今天到××支部，反映……，月底前解决”就能记一次。${DISCLAIMER}`),
    ],
    { tone: 'info', actions: year.actions },
  );
}

/** The party office's year: leaders as their committees come, no ranking. */
export interface VisitSummary {
  unit: string;
  year: number;
  summary: string;
  rows: { leader: string; branches: string; count: string; followUps: string }[];
  more: number;
  open: { label: string; value: string }[];
  actions: Action[];
}

export function summaryCard(all: VisitSummary): Card {
  return card(
    `${all.unit} ${all.year}年下基层汇总`,
    [
      text(all.summary),
      ...(all.rows.length > 0 ? [summaryTable(all.rows)] : []),
      ...(all.more > 0 ? [note(`另有 ${all.more} 位，说“下基层 姓名”查看。`)] : []),
      ...(all.open.length > 0 ? [text('还没有办结的'), { type: 'facts', facts: all.open } as const] : []),
      note(`按党组织排列，不排名。${DISCLAIMER}`),
    ],
    { tone: 'info', actions: all.actions },
  );
}

function summaryTable(rows: VisitSummary['rows']): Block {
  return tableOf({ leader: '领导', branches: '挂点联系', count: '次数', followUps: '跟进办结' }, rows, [
    'count',
    'followUps',
  ]);
}

/** What a branch sees: who keeps in touch with it, when they came, what is to follow. */
export interface BranchVisits {
  unit: string;
  leaders: string;
  visits: { label: string; value: string }[];
  followUps: { label: string; value: string }[];
  actions: Action[];
}

export function branchVisitsCard(shown: BranchVisits): Card {
  return card(
    `${shown.unit}：挂点联系`,
    [
      facts({ 联系本支部的领导: shown.leaders || '还没有确定' }),
      ...(shown.visits.length > 0
        ? [text('今年来过'), { type: 'facts', facts: shown.visits } as const]
        : [text('今年还没有下基层记录。')]),
      ...(shown.followUps.length > 0
        ? [text('要跟进的'), { type: 'facts', facts: shown.followUps } as const]
        : []),
      note('有困难和建议，可以在领导来时当面说，也可以说“反馈”。'),
    ],
    { tone: 'info', actions: shown.actions },
  );
}
