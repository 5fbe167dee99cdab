import { type Action, type Card, card, facts, note, type Press, press, text } from './card.ts';
import { formCard } from './form.ts';

type Target = { place: string; ref: string };

interface Choice {
  label: string;
  target: Target;
}

/** Nothing is open to them that takes a file. */
export function notTakenCard(files: number): Card {
  return card(
    '没有保存',
    [
      text(`收到 ${files} 个文件，但现在没有等您附材料的事项，所以没有保存。`),
      note(
        '述职报告、整改、达标、清单、观摩、品牌、星级自评开始以后，直接发来就能附上；不附也可以，写一句就行。',
      ),
    ],
    { tone: 'info' },
  );
}

/** What does it belong to? A single choice is one tap. */
export function askingCard(offer: number, files: number, choices: readonly Choice[], more: boolean): Card {
  const [only] = choices;
  const said = files > 1 ? `这 ${files} 个文件` : '这个文件';
  if (!only) return notTakenCard(files);
  const drop = press('不用存', 'files.drop', { offer });
  if (choices.length === 1) {
    return card(`${said}放到“${only.label}”吗？`, [note(PRIVACY)], {
      tone: 'info',
      actions: [press('确认', 'files.choose', { offer, ...only.target }, 'primary'), drop],
    });
  }
  return card(
    `${said}放到哪一项？`,
    [text(choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n')), note(PRIVACY)],
    {
      tone: 'info',
      actions: [
        ...choices.map(({ label, target }) => press(label, 'files.choose', { offer, ...target })),
        ...(more ? [press('其他事项', 'files.more', { offer })] : []),
        drop,
      ],
    },
  );
}

const PRIVACY = '选好之前不保存，一天内不选就作废。照片里的拍摄位置会去掉。';

/** All that is open, where it is too much for buttons. */
export function moreCard(offer: number, choices: readonly Choice[]): Card {
  const options = choices.map(({ label, target }) => ({ value: `${target.place}:${target.ref}`, label }));
  return formCard(
    '放到哪一项？',
    null,
    [{ name: 'target', label: '事项', kind: 'select', required: true, options }],
    press('放到这里', 'files.chooseOne', { offer }, 'primary'),
  );
}

/** Also what stays where a card is not drawn anew: no news is good news. */
export function fetchingCard(label: string, files: number, target: Target): Card {
  return card(
    '收到，正在附上',
    [facts({ 放到: label }), note(`正在取 ${files} 个文件，一般几秒钟就好；要是取不到，会再发一条告诉您。`)],
    { tone: 'info', actions: [look(target)] },
  );
}

export interface Filed {
  label: string;
  names: readonly string[];
  /** Still to come. */
  waiting: number;
  failed: readonly string[];
  target: Target;
  /** To the thing itself. */
  action: Press;
}

export function filedCard({ label, names, waiting, failed, target, action }: Filed): Card {
  return card(
    '已附上',
    [
      facts({ 放到: label, 附件: names.join('、') }),
      ...(waiting > 0 ? [note(`还有 ${waiting} 个正在取。`)] : []),
      ...failed.map((why) => note(`有一个没有保存：${why}。`)),
    ],
    { tone: 'success', actions: [{ ...action, style: 'primary' }, look(target)] },
  );
}

export function unfetchedCard(label: string, failed: readonly string[]): Card {
  const why = [...new Set(failed)].join('；');
  return card('没有保存', [facts({ 放到: label, 原因: why }), note('请重新发一次；写一句文字说明也可以。')], {
    tone: 'warning',
  });
}

export function withdrawnCard(label: string): Card {
  return card('附件已撤回', [facts({ 放到: label }), note('文件已经删除。')]);
}

export function forgottenCard(): Card {
  return card('没有保存', [text('这些文件没有保存，需要的话请重新发一次。')]);
}

/** The button on a thing's own card that leads to its files. */
export function look(target: Target, of = ''): Action {
  return press(of === '' ? '看附件' : `附件：${of}`, 'files.show', { ...target });
}

export interface ShownFile {
  id: number;
  name: string;
  /** 李红梅，11月3日; without who where nobody is told. */
  from: string;
  url: string;
  own: boolean;
}

/** Links are for whoever pressed, and soon run out. */
export function filesCard(label: string, shown: readonly ShownFile[], minutes: number): Card {
  if (shown.length === 0) return card(`${label}：没有附件`, []);
  return card(
    `${label}：附件`,
    [
      { type: 'facts', facts: shown.map(({ name, from }) => ({ label: name, value: from })) },
      note(`链接只属于您，${minutes} 分钟内有效；过期了再按一次“看附件”。`),
    ],
    {
      tone: 'info',
      actions: [
        ...shown.map(({ name, url }): Action => ({ type: 'link', label: name, url })),
        ...shown.flatMap(({ id, name, own }) =>
          own
            ? [
                {
                  ...press(`撤回：${name}`, 'files.withdraw', { file: id }),
                  confirm: '撤回后文件会删掉，确定吗？',
                },
              ]
            : [],
        ),
      ],
    },
  );
}
