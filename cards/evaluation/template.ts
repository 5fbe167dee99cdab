import { type Word, writeItem, writeLevels } from '../../src/evaluation/edit.ts';
import { fullPoints, type Template } from '../../src/evaluation/template.ts';
import { type Block, type Card, card, note, press, text } from '../card.ts';

/** What a round scores by, with what may be edited. */
export function templateCard(
  { id, title, template, published }: { id: number; title: string; template: Template; published: boolean },
  proofs: readonly Word[],
  editable: boolean,
): Card {
  const sections = template.sections.map(
    (section): Block => ({
      type: 'text',
      text: [
        `${section.name}（${section.points} 分）`,
        ...section.items.map((item) => `· ${writeItem(item, proofs)}`),
      ].join('\n'),
    }),
  );
  const weights = template.roles
    .map(({ name, weight }) => `${name} ${weight > 0 ? weight : '只作参考'}`)
    .join('，');
  return card(
    `${title}：评分表（共 ${fullPoints(template)} 分）`,
    [
      ...sections,
      ...(template.levels.length > 0 ? [text(`等次\n${writeLevels(template)}`)] : []),
      ...(template.vetoes.length > 0
        ? [text(`一票否决\n${template.vetoes.map(({ name }) => `· ${name}`).join('\n')}`)]
        : []),
      ...(weights ? [text(`权重：${weights}`)] : []),
      note(
        editable
          ? '分值和等次没有统一规定，按本地要求修改；有人评分以后不能再改。'
          : '已经有人评分，本轮不能再改。',
      ),
    ],
    {
      tone: 'info',
      actions: [
        ...(editable
          ? [
              ...template.sections.map((section) =>
                press(`改${section.name}`, 'evaluation.sectionForm', { round: id, section: section.id }),
              ),
              press('增加一个部分', 'evaluation.sectionForm', { round: id, section: 'new' }),
              ...(template.levels.length > 0
                ? [press('改等次和否决', 'evaluation.levelsForm', { round: id })]
                : []),
            ]
          : []),
        ...(published
          ? []
          : [
              {
                ...press('取消这一轮', 'evaluation.cancel', { round: id }, 'danger'),
                confirm: '确定取消这一轮吗？',
              },
            ]),
      ],
    },
  );
}
