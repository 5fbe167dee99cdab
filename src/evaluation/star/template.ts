import type { Item, Template } from '../template.ts';

/**
 * 星级评定 as it is shipped: the five basics with 20 points each, for no weights are laid down anywhere. All of it is
 * local custom, and a committee edits its own.
 */
export const STAR_TEMPLATE: Template = {
  sections: [
    {
      id: 's1',
      name: '基本组织',
      points: 20,
      items: [
        deduct('s1i1', '未按期换届', 5, 1, 'term'),
        deduct('s1i2', '书记空缺', 5, 1, 'secretary'),
        deduct('s1i3', '班子不健全或分工不明确', 3, 1),
        deduct('s1i4', '党小组设置不合理', 2, 1),
      ],
    },
    {
      id: 's2',
      name: '基本队伍',
      points: 20,
      items: [
        deduct('s2i1', '发展党员程序不规范', 5, null),
        deduct('s2i2', '流动党员失管', 3, null),
        deduct('s2i3', '党员教育培训学时不足', 3, 1, 'duty:trainingHours'),
        deduct('s2i4', '谈心谈话未全覆盖', 2, 1, 'duty:heartToHeartTalk'),
      ],
    },
    {
      id: 's3',
      name: '基本制度',
      points: 20,
      items: [
        deduct('s3i1', '支部党员大会缺开', 2, null, 'duty:memberAssembly'),
        deduct('s3i2', '支部委员会会议缺开', 1, null, 'duty:branchCommittee'),
        deduct('s3i3', '党小组会缺开', 0.5, null, 'duty:groupMeeting'),
        deduct('s3i4', '党课缺开', 1, null, 'duty:partyLecture'),
        deduct('s3i5', '组织生活会未开', 5, 1, 'duty:organizationLifeMeeting'),
        deduct('s3i6', '民主评议党员未开展', 5, 1, 'duty:democraticAppraisal'),
      ],
    },
    {
      id: 's4',
      name: '基本活动',
      points: 20,
      items: [
        deduct('s4i1', '主题党日缺开', 1, null, 'duty:themeDay'),
        deduct('s4i2', '缺会议记录', 0.5, 10, 'minutes'),
        points('s4i3', '活动质量和作用发挥', 8),
      ],
    },
    {
      id: 's5',
      name: '基本保障',
      points: 20,
      items: [
        points('s5i1', '活动阵地', 8),
        points('s5i2', '活动经费', 6),
        deduct('s5i3', '台账资料不完整', 2, 3),
      ],
    },
  ],
  vetoes: [
    { id: 'v1', name: '支部或班子成员发生严重违纪违法问题' },
    { id: 'v2', name: '发生重大责任事故或造成恶劣影响' },
    { id: 'v3', name: '长期不开展组织生活' },
  ],
  levels: [
    { id: '5', name: '五星', from: 90, quota: 10 },
    { id: '4', name: '四星', from: 80, quota: 40 },
    { id: '3', name: '三星', from: 70, quota: 80 },
    { id: '2', name: '二星', from: 60, quota: null },
  ],
  by: 'points',
  roles: [
    { id: 'self', name: '支部自评', weight: 0 },
    { id: 'committee', name: '党委评分', weight: 50 },
    { id: 'top', name: '工委评分', weight: 50 },
  ],
};

/** 红旗党支部: an honour beside the stars, given by people. */
export const RED_FLAG = 'redFlag';

export const STAGES = [
  { id: 'declare', name: '申报' },
  { id: 'self', name: '自评' },
  { id: 'committee', name: '党委评分' },
  { id: 'top', name: '工委评分' },
  { id: 'publicity', name: '公示' },
] as const;

function deduct(
  id: string,
  name: string,
  each: number,
  most: number | null,
  proof: string | null = null,
): Item {
  return { how: 'deduct', id, name, each, most, proof };
}

function points(id: string, name: string, all: number): Item {
  return { how: 'points', id, name, points: all };
}
