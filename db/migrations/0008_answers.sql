ALTER TABLE `activities` ADD `year` integer;--> statement-breakpoint
ALTER TABLE `nudges` ADD `outcome` text;