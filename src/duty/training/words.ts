import { TRAINS } from './counts.ts';
import { LESSON, type Norm } from './norm.ts';

/** 10.5, 8: minutes as hours of training. */
export function hoursWord(minutes: number): string {
  return String(hoursIn(minutes));
}

export function hoursIn(minutes: number): number {
  return Number((minutes / LESSON).toFixed(2));
}

/** 党员 32 学时、书记 56 学时 */
export function wantedWord({ member, secretary }: Norm): string {
  return `党员 ${hoursWord(member)} 学时、书记 ${hoursWord(secretary)} 学时`;
}

/** What every page and paper says of what it does not know. */
export const HONEST = `${TRAINS}，按签到和补学自动计入；别处参加的，支部记了才算。只统计这里有记录的。`;
