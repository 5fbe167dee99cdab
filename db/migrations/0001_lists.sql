CREATE TABLE `five_settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`marks` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `five_settings_unit` ON `five_settings` (`unit`);--> statement-breakpoint
CREATE TABLE `list_items` (
	`id` integer PRIMARY KEY NOT NULL,
	`list` integer NOT NULL,
	`position` integer NOT NULL,
	`says` text NOT NULL,
	`every` text NOT NULL,
	`deadline` text,
	`rule` text,
	`at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`list`) REFERENCES `lists`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `list_items_list` ON `list_items` (`list`);--> statement-breakpoint
CREATE TABLE `lists` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`name` text NOT NULL,
	`level` text NOT NULL,
	`post` text,
	`draft` text,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	`published_at` integer,
	`ended_at` integer,
	`ended_by` integer,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `lists_draft_unique` ON `lists` (`draft`);--> statement-breakpoint
CREATE INDEX `lists_unit` ON `lists` (`unit`);--> statement-breakpoint
CREATE TABLE `ticks` (
	`id` integer PRIMARY KEY NOT NULL,
	`item` integer NOT NULL,
	`unit` integer NOT NULL,
	`period` text NOT NULL,
	`evidence` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	`undone_at` integer,
	`undone_by` integer,
	FOREIGN KEY (`item`) REFERENCES `list_items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ticks_done` ON `ticks` (`item`,`unit`,`period`) WHERE "ticks"."undone_at" is null;--> statement-breakpoint
CREATE INDEX `ticks_unit` ON `ticks` (`unit`);--> statement-breakpoint
CREATE TABLE `brands` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`year` integer NOT NULL,
	`name` text NOT NULL,
	`motto` text NOT NULL,
	`evidence` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `brands_unit` ON `brands` (`unit`,`year`);--> statement-breakpoint
CREATE TABLE `mark_settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`book` text NOT NULL,
	`mark` text NOT NULL,
	`name` text,
	`says` text,
	`off` integer,
	`deadline` text,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `mark_settings_book` ON `mark_settings` (`book`);--> statement-breakpoint
CREATE TABLE `mark_states` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`book` text NOT NULL,
	`mark` text NOT NULL,
	`state` text NOT NULL,
	`said` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `mark_states_unit` ON `mark_states` (`unit`,`book`);--> statement-breakpoint
CREATE TABLE `show_points` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	`ended_at` integer,
	`ended_by` integer,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `show_points_unit` ON `show_points` (`unit`);--> statement-breakpoint
CREATE TABLE `follow_ups` (
	`id` integer PRIMARY KEY NOT NULL,
	`visit` integer NOT NULL,
	`what` text NOT NULL,
	`owner` integer NOT NULL,
	`deadline` text,
	`result` text,
	`done_at` integer,
	`done_by` integer,
	FOREIGN KEY (`visit`) REFERENCES `visits`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`done_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `follow_ups_visit` ON `follow_ups` (`visit`);--> statement-breakpoint
CREATE INDEX `follow_ups_open` ON `follow_ups` (`deadline`) WHERE "follow_ups"."done_at" is null;--> statement-breakpoint
CREATE INDEX `follow_ups_owner` ON `follow_ups` (`owner`);--> statement-breakpoint
CREATE TABLE `liaisons` (
	`id` integer PRIMARY KEY NOT NULL,
	`leader` integer NOT NULL,
	`unit` integer NOT NULL,
	`began` text NOT NULL,
	`ended` text,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`leader`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `liaisons_leader` ON `liaisons` (`leader`);--> statement-breakpoint
CREATE INDEX `liaisons_unit` ON `liaisons` (`unit`);--> statement-breakpoint
CREATE TABLE `visits` (
	`id` integer PRIMARY KEY NOT NULL,
	`leader` integer NOT NULL,
	`unit` integer NOT NULL,
	`day` text NOT NULL,
	`form` text NOT NULL,
	`heard` text NOT NULL,
	`draft` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	`withdrawn_at` integer,
	`withdrawn_by` integer,
	FOREIGN KEY (`leader`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`withdrawn_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `visits_draft_unique` ON `visits` (`draft`);--> statement-breakpoint
CREATE INDEX `visits_leader` ON `visits` (`leader`,`day`);--> statement-breakpoint
CREATE INDEX `visits_unit` ON `visits` (`unit`,`day`);--> statement-breakpoint
ALTER TABLE `activities` ADD `form` text DEFAULT '' NOT NULL;