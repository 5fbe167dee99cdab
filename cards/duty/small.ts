/** 《关于防治“指尖上的形式主义”的若干意见》 (2023): records are no assessment by themselves. */
export const DISCLAIMER = '辅助记录，不作考核依据。';

export const COUNTED = '已结束、有人到会的活动才计入；进行中的期间未完成不算逾期。';
