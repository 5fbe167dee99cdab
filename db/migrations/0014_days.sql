ALTER TABLE `duty_settings` ADD `soon` integer;--> statement-breakpoint
ALTER TABLE `duty_settings` ADD `date` integer;--> statement-breakpoint
ALTER TABLE `duty_settings` ADD `late` integer;--> statement-breakpoint
ALTER TABLE `duty_settings` ADD `within` integer;--> statement-breakpoint
ALTER TABLE `duty_settings` ADD `units` text;--> statement-breakpoint
ALTER TABLE `duty_settings` ADD `least` integer;--> statement-breakpoint
CREATE INDEX `audit_unit_changed` ON `audit` (`seq`) WHERE action = 'unit.changed';