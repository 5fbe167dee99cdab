ALTER TABLE `duty_settings` ADD `hours` integer;--> statement-breakpoint
ALTER TABLE `duty_settings` ADD `secretary_hours` integer;