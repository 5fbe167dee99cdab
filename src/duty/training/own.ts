import type { Ctx } from '../../chat/command.ts';
import { isBranch } from '../../people/permit.ts';
import { unitsOf } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { hoursOfPerson } from './hours.ts';
import { normsIn } from './norm.ts';
import { hoursWord } from './words.ts';

/** 今年 10.5 学时（本地要求 32）; empty where none are asked for. */
export function ownHoursWord({ db, now, person }: Pick<Ctx, 'db' | 'now' | 'person'>): string {
  const today = dayOf(now);
  const branch = unitsOf(db, person.id, today).find(({ kind }) => isBranch(kind));
  if (!branch) return '';
  const year = Number(today.slice(0, 4));
  const norm = normsIn(db, year)(branch.lineage);
  if (!norm) return '';
  const { minutes, wanted } = hoursOfPerson(db, person.id, year, today, norm);
  return `今年 ${hoursWord(minutes)}（本地要求 ${hoursWord(wanted)}）`;
}
