import type { Book } from '../../../db/schema/standard.ts';

/** A thing to be met, by itself or in a group of its book. */
export interface Mark {
  id: string;
  name: string;
  says: string;
}

interface Template {
  name: string;
  words: readonly string[];
  help: string;
  parts: readonly { name: string; marks: readonly Mark[] }[];
  /** met only when the committee says so; else the branch looks by itself. */
  confirmed: boolean;
  /** The wording is fixed where it is official. */
  editable: boolean;
  source: string;
}

/** 三化 and 八有 differ from place to place, so committees change them; 七好 and 六好 have their exact wording. */
export const BOOKS: Record<Book, Template> = {
  sanhua: {
    name: '三化建设',
    words: ['三化', '三化建设', '三化达标'],
    help: '三化建设达标情况：三化 [单位]',
    confirmed: true,
    editable: true,
    source: '本地做法，条目可由党委调整',
    parts: [
      {
        name: '四项标准',
        marks: [
          { id: 'setting', name: '组织设置', says: '支部设置规范，按期换届' },
          { id: 'leaders', name: '领导班子', says: '班子健全，分工明确' },
          { id: 'funds', name: '经费保障', says: '有经费，用得规范' },
          { id: 'place', name: '活动场所', says: '有固定场所，标识齐全' },
        ],
      },
      {
        name: '六项规范',
        marks: [
          { id: 'members', name: '党员队伍建设', says: '发展、教育、管理规范' },
          { id: 'activities', name: '组织活动', says: '三会一课、主题党日正常' },
          { id: 'working', name: '运行机制', says: '制度健全，议事有规则' },
          { id: 'serving', name: '服务群众', says: '联系服务群众经常' },
          { id: 'duties', name: '党建责任', says: '责任清单明确，述职评议落实' },
          { id: 'tasks', name: '工作任务', says: '围绕中心，完成任务' },
        ],
      },
    ],
  },
  eightHave: {
    name: '八有活动室',
    words: ['八有', '八有活动室'],
    help: '',
    confirmed: false,
    editable: true,
    source: '没有统一规定，条目可由党委调整',
    parts: [
      {
        name: '八有',
        marks: plain('have', '有场所、有标牌、有党旗誓词、有设备、有书报、有制度、有台账、有活动'),
      },
    ],
  },
  sevenGood: {
    name: '七好',
    words: ['七好'],
    help: '',
    confirmed: false,
    editable: false,
    source: '固定条目',
    parts: [
      {
        name: '七好',
        marks: plain(
          'good',
          '组织带头好、工作思路好、工作制度好、活动阵地好、保障机制好、工作业绩好、群众反应好',
        ),
      },
    ],
  },
  sixGood: {
    name: '六好',
    words: ['六好'],
    help: '',
    confirmed: false,
    editable: false,
    source: '固定条目',
    parts: [
      {
        name: '六好',
        marks: plain('good', '领导班子好、党员队伍好、发展思路好、制度机制好、工作业绩好、群众反映好'),
      },
    ],
  },
};

function plain(id: string, names: string): Mark[] {
  return names.split('、').map((name, index) => ({ id: `${id}${index + 1}`, name, says: '' }));
}
