ALTER TABLE `activities` ADD `by_proxy` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `activities` SET `by_proxy` = (
  SELECT count(*) FROM `attendance`
  WHERE `attendance`.`activity` = `activities`.`id` AND `role` = 'expected' AND `present_at` IS NOT NULL
    AND `how` IN ('proxy', 'correction') AND `recorded_at` <= `activities`.`ends_at`
) WHERE `expected` > 0;
