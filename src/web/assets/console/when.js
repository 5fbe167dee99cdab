// @ts-check
/** Times arrive as `2026-03-02T09:00:00+08:00`: what stands before the offset is the organisation's wall time. */

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/**
 * @param {string} at
 * @returns {string} `2026-03-02`
 */
export function dayOf(at) {
  return at.slice(0, 10);
}

/**
 * @param {string} at
 * @returns {string} `09:00`
 */
export function timeOf(at) {
  return at.slice(11, 16);
}

/**
 * @param {string} at
 * @returns {string} 3月2日 周一
 */
export function sayDay(at) {
  return `${Number(at.slice(5, 7))}月${Number(at.slice(8, 10))}日 ${WEEKDAYS[asUtc(at).getUTCDay()]}`;
}

/**
 * For lists: the time today, the day otherwise.
 * @param {string} at
 * @param {string} now
 * @returns {string}
 */
export function sayShort(at, now) {
  if (dayOf(at) === dayOf(now)) return timeOf(at);
  if (dayOf(at) === dayOf(shift(now, -24 * 60))) return '昨天';
  return `${Number(at.slice(5, 7))}月${Number(at.slice(8, 10))}日`;
}

/**
 * @param {string} at
 * @param {number} minutes
 * @returns {string} with the same offset
 */
export function shift(at, minutes) {
  const moved = new Date(asUtc(at).getTime() + minutes * 60_000).toISOString().slice(0, 19);
  return moved + offsetOf(at);
}

/**
 * @param {string} at
 * @param {number} days
 * @param {string} time `09:00`
 * @returns {string}
 */
export function onDay(at, days, time) {
  return `${dayOf(shift(at, days * 24 * 60))}T${time}:00${offsetOf(at)}`;
}

/**
 * @param {string} wall what a datetime-local input holds
 * @param {string} like an instant with the offset to take
 * @returns {string}
 */
export function instantOf(wall, like) {
  return `${wall.slice(0, 16)}:00${offsetOf(like)}`;
}

/** @param {string} at */
function asUtc(at) {
  return new Date(`${at.slice(0, 19)}Z`);
}

/** @param {string} at */
function offsetOf(at) {
  return at.slice(19);
}
