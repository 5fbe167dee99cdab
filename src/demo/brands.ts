import { setBrand } from '../duty/brands/store.ts';
import { DAY, dayOf } from '../time.ts';
import { branchCalled, secretaryIn, type Town, yearAt } from './town.ts';

const BRANDS = [
  {
    branch: '办公室党支部',
    name: '服务先锋',
    motto: '事事有回音，件件有着落',
    evidence: '设立服务群众登记簿，每月公示办理情况。',
  },
  {
    branch: '水文站党支部',
    name: '水文尖兵',
    motto: '守一方水，报一江情',
    evidence: '汛期党员值守岗 24 小时在岗。',
  },
  {
    branch: '离退休干部党支部',
    name: '银龄先锋',
    motto: '退休不褪色，余热再生辉',
    evidence: '老党员结对青年干部，开展传帮带。',
  },
  { branch: '种业站党支部', name: '种子课堂', motto: '把课堂开到田间地头', evidence: '送良种、送技术到村。' },
  { branch: '科教联合党支部', name: '科普同行', motto: '科技下乡，党旗先行', evidence: '' },
];

export function writeBrands({ db, now, branches }: Town): void {
  const year = yearAt(now);
  for (const { branch: called, name, motto, evidence } of BRANDS) {
    const branch = branchCalled(branches, called);
    const by = secretaryIn(db, branch, dayOf(now));
    if (by === undefined) continue;
    const said = { unit: branch.id, year, name, motto, evidence };
    setBrand(db, said, by, now - 100 * DAY);
  }
}
