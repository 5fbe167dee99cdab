import type { ActivityKind } from '../../db/schema/activity.ts';
import { MINUTE } from '../time.ts';

/** What a kind of gathering is called, who is expected and how long it usually takes. */
interface Kind {
  word: string;
  /** Other names people type. */
  also?: readonly string[];
  /** members: all members of the unit · committee: the holders of its committee posts · named: whoever is named. */
  expected: 'members' | 'committee' | 'named';
  /** Held by a member group alone, or by the unit itself and never by a group; without it, by either. */
  of?: 'group' | 'unit';
  /** Between those who are named: their unit's group hears nothing of it. */
  discreet?: true;
  /** What it resolves is voted on, so that its record says what that was. */
  resolves?: true;
  /** Held once a year, and of last year's until the end of March. */
  annual?: true;
  /** Somebody lectures. */
  lecture?: true;
  /** Usual length in minutes. */
  minutes: number;
}

/** 《中国共产党支部工作条例（试行）》 for 三会一课, 主题党日, 组织生活会, 民主评议 and 谈心谈话; the others are custom. */
export const KINDS: Record<ActivityKind, Kind> = {
  themeDay: { of: 'unit', word: '主题党日', also: ['党日'], expected: 'members', minutes: 120 },
  memberAssembly: {
    of: 'unit',
    resolves: true,
    word: '支部党员大会',
    also: ['党员大会'],
    expected: 'members',
    minutes: 120,
  },
  branchCommittee: {
    of: 'unit',
    discreet: true,
    resolves: true,
    word: '支部委员会会议',
    also: ['支委会', '支委会会议', '支部委员会'],
    expected: 'committee',
    minutes: 90,
  },
  groupMeeting: { word: '党小组会', expected: 'members', of: 'group', minutes: 90 },
  partyLecture: { word: '党课', expected: 'members', lecture: true, minutes: 90 },
  microLecture: { word: '微型党课', also: ['微党课'], expected: 'members', lecture: true, minutes: 30 },
  organizationLifeMeeting: { word: '组织生活会', expected: 'members', annual: true, minutes: 180 },
  democraticAppraisal: { word: '民主评议党员', expected: 'members', annual: true, minutes: 180 },
  heartToHeartTalk: { word: '谈心谈话', expected: 'named', discreet: true, minutes: 60 },
  training: { word: '党员培训', also: ['培训'], expected: 'members', minutes: 180 },
  democraticLifeMeeting: { of: 'unit', word: '民主生活会', expected: 'committee', minutes: 180 },
  dutyReportReview: { word: '述职评议会', expected: 'named', minutes: 180 },
  peerVisit: { word: '观摩活动', expected: 'named', minutes: 180 },
  debriefing: { word: '讲评会', expected: 'named', minutes: 120 },
  grassrootsVisit: { word: '下基层调研', expected: 'named', minutes: 120 },
};

export const KIND_NAMES = Object.keys(KINDS) as ActivityKind[];

/** Check-in opens this long before the start. */
export const WINDOW = 30 * MINUTE;

/** 主题党日、党课: the first kind names the gathering. */
export function titleOf(kinds: readonly ActivityKind[]): string {
  return kinds.map((kind) => KINDS[kind].word).join('、');
}

/** The kinds a text names, the longest words first, and what is left of it. */
export function readKinds(text: string): { kinds: ActivityKind[]; rest: string } {
  const kinds: ActivityKind[] = [];
  let rest = text;
  for (const { word, kind } of WORDS) {
    if (!rest.includes(word)) continue;
    kinds.push(kind);
    rest = rest.replace(word, ' ');
  }
  return { kinds, rest: rest.replace(/[、，,\s]+/g, ' ').trim() };
}

const WORDS = KIND_NAMES.flatMap((kind) =>
  [KINDS[kind].word, ...(KINDS[kind].also ?? [])].map((word) => ({ word, kind })),
).sort((a, b) => b.word.length - a.word.length);
