import type { Card } from '../../../cards/card.ts';
import { renderDingTalkTemplate } from '../../../cards/render/dingtalk.ts';
import type { CardParams } from './client.ts';
import type { Wording } from './word.ts';

const BUTTONS = 5;

/**
 * A template's variables, all of them strings. A button without a label is hidden by the template; `group` comes back
 * with a press, as a callback does not say where its card stands.
 */
export async function paramsOf(
  wording: Wording,
  card: Card,
  group: string | null,
  form?: string,
): Promise<CardParams> {
  const words = wording.words();
  const { title, text, presses } = renderDingTalkTemplate(card, { word: words.word, ...(form && { form }) });
  await words.keep();
  const buttons = Array.from({ length: BUTTONS }, (_, index) => {
    const press = presses[index];
    const carried = press && (group === null ? press.word : `${press.word}@${group}`);
    return [
      [`button${index + 1}`, press?.label ?? ''],
      [`code${index + 1}`, carried ?? ''],
    ];
  });
  return { title, markdown: text, toast: '', ...Object.fromEntries(buttons.flat()) };
}
