CREATE TABLE `activities` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`kinds` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`place` text DEFAULT '' NOT NULL,
	`theme` text DEFAULT '' NOT NULL,
	`agenda` text DEFAULT '' NOT NULL,
	`host` integer,
	`lecturer` text DEFAULT '' NOT NULL,
	`guests` text DEFAULT '' NOT NULL,
	`series` integer,
	`draft` text,
	`planned_at` integer NOT NULL,
	`planned_by` integer,
	`noticed_at` integer,
	`started_at` integer,
	`closed_at` integer,
	`closed_by` integer,
	`cancelled_at` integer,
	`cancelled_by` integer,
	`cancel_reason` text,
	`recorder` integer,
	`minutes` text,
	`resolutions` text,
	`minuted_at` integer,
	`expected` integer DEFAULT 0 NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`on_leave` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`made_up` integer DEFAULT 0 NOT NULL,
	`entered_later` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`host`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`planned_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cancelled_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorder`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `activities_draft_unique` ON `activities` (`draft`);--> statement-breakpoint
CREATE INDEX `activities_unit` ON `activities` (`unit`,`starts_at`);--> statement-breakpoint
CREATE INDEX `activities_starts` ON `activities` (`starts_at`);--> statement-breakpoint
CREATE INDEX `activities_kinds` ON `activities` (`kinds`,`starts_at`);--> statement-breakpoint
CREATE TABLE `attendance` (
	`activity` integer NOT NULL,
	`person` integer NOT NULL,
	`role` text NOT NULL,
	`category` text,
	`present_at` integer,
	`how` text,
	`recorded_at` integer,
	`recorded_by` integer,
	`leave_reason` text,
	`leave_asked_at` integer,
	`leave_decided_at` integer,
	`leave_decided_by` integer,
	`leave_granted` integer,
	`make_up_note` text,
	`make_up_day` text,
	`make_up_asked_at` integer,
	`make_up_decided_at` integer,
	`make_up_decided_by` integer,
	`make_up_granted` integer,
	PRIMARY KEY(`activity`, `person`),
	FOREIGN KEY (`activity`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`leave_decided_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`make_up_decided_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `attendance_person` ON `attendance` (`person`);--> statement-breakpoint
CREATE TABLE `series` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`kinds` text NOT NULL,
	`rule` text NOT NULL,
	`time` text NOT NULL,
	`minutes` integer NOT NULL,
	`place` text DEFAULT '' NOT NULL,
	`host` integer,
	`began_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`host`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `series_unit` ON `series` (`unit`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`key` text PRIMARY KEY NOT NULL,
	`digest` text NOT NULL,
	`about` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `alerts_digest` ON `alerts` (`digest`);--> statement-breakpoint
CREATE TABLE `nudges` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`item` text NOT NULL,
	`said` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	`answer` text,
	`answered_at` integer,
	`answered_by` integer,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `nudges_unit` ON `nudges` (`unit`,`at`);--> statement-breakpoint
CREATE UNIQUE INDEX `nudges_open` ON `nudges` (`unit`,`item`) WHERE "nudges"."answered_at" is null;--> statement-breakpoint
CREATE TABLE `rests` (
	`id` integer PRIMARY KEY NOT NULL,
	`person` integer NOT NULL,
	`reason` text NOT NULL,
	`contact` text NOT NULL,
	`began` text NOT NULL,
	`ended` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `rests_person` ON `rests` (`person`);--> statement-breakpoint
CREATE TABLE `terms` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`began` text NOT NULL,
	`ends` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `terms_unit` ON `terms` (`unit`);--> statement-breakpoint
CREATE TABLE `waivers` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`item` text NOT NULL,
	`until` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	`by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `waivers_unit` ON `waivers` (`unit`);--> statement-breakpoint
CREATE INDEX `waivers_item` ON `waivers` (`item`);--> statement-breakpoint
CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`before` text,
	`after` text,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_subject` ON `audit` (`subject`);--> statement-breakpoint
CREATE TABLE `console_messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`address` text NOT NULL,
	`key` text,
	`card` text,
	`author` integer,
	`said` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `console_messages_seq_unique` ON `console_messages` (`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `console_messages_key_unique` ON `console_messages` (`key`);--> statement-breakpoint
CREATE INDEX `console_messages_address` ON `console_messages` (`kind`,`address`,`seq`);--> statement-breakpoint
CREATE TABLE `duty_settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`subtree` integer NOT NULL,
	`rule` text NOT NULL,
	`in_force` text NOT NULL,
	`off` integer,
	`times` integer,
	`grace` integer,
	`own` text,
	`set_at` integer NOT NULL,
	`set_by` integer NOT NULL,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`set_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `duty_settings_rule` ON `duty_settings` (`rule`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`key` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`answer` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `inbox_at` ON `inbox` (`at`);--> statement-breakpoint
CREATE TABLE `facts` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`platform` text NOT NULL,
	`kind` text NOT NULL,
	`address` text NOT NULL,
	`person` integer,
	`content` text NOT NULL,
	`topic` text,
	`urgency` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`expires_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`claimed_until` integer,
	`settled_at` integer,
	`outcome` text,
	`reason` text,
	`remote_id` text,
	`refresh_at` integer,
	`drawing` integer,
	`refreshed_at` integer,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key_unique` ON `outbox` (`key`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`) WHERE "outbox"."settled_at" is null;--> statement-breakpoint
CREATE INDEX `outbox_refresh` ON `outbox` (`refresh_at`) WHERE "outbox"."refresh_at" is not null;--> statement-breakpoint
CREATE INDEX `outbox_claimed` ON `outbox` (`claimed_until`) WHERE "outbox"."claimed_until" is not null;--> statement-breakpoint
CREATE INDEX `outbox_topic` ON `outbox` (`topic`,`person`);--> statement-breakpoint
CREATE INDEX `outbox_remote` ON `outbox` (`platform`,`remote_id`);--> statement-breakpoint
CREATE TABLE `accounts` (
	`platform` text NOT NULL,
	`id` text NOT NULL,
	`person` integer NOT NULL,
	`linked_at` integer NOT NULL,
	PRIMARY KEY(`platform`, `id`),
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `accounts_person` ON `accounts` (`person`);--> statement-breakpoint
CREATE TABLE `chats` (
	`platform` text NOT NULL,
	`id` text NOT NULL,
	`unit` integer,
	`name` text,
	`joined_at` integer NOT NULL,
	`left_at` integer,
	PRIMARY KEY(`platform`, `id`),
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `chats_unit` ON `chats` (`unit`);--> statement-breakpoint
CREATE TABLE `claims` (
	`id` integer PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`account` text NOT NULL,
	`account_name` text,
	`said_name` text NOT NULL,
	`said_unit` text NOT NULL,
	`person` integer,
	`made_at` integer NOT NULL,
	`decided_at` integer,
	`decided_by` integer,
	`granted` integer,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `claims_account` ON `claims` (`platform`,`account`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`id` integer PRIMARY KEY NOT NULL,
	`person` integer NOT NULL,
	`unit` integer NOT NULL,
	`category` text NOT NULL,
	`began` text NOT NULL,
	`ended` text,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `memberships_unit` ON `memberships` (`unit`,`began`);--> statement-breakpoint
CREATE INDEX `memberships_person` ON `memberships` (`person`);--> statement-breakpoint
CREATE TABLE `persons` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`phone` text,
	`joined_party` text,
	`full_from` text,
	`reminders` text DEFAULT 'all' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `persons_name` ON `persons` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `persons_phone` ON `persons` (`phone`);--> statement-breakpoint
CREATE TABLE `posts` (
	`id` integer PRIMARY KEY NOT NULL,
	`person` integer NOT NULL,
	`unit` integer NOT NULL,
	`post` text NOT NULL,
	`began` text NOT NULL,
	`ended` text,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `posts_unit` ON `posts` (`unit`);--> statement-breakpoint
CREATE INDEX `posts_person` ON `posts` (`person`);--> statement-breakpoint
CREATE TABLE `roster_parts` (
	`roster` integer NOT NULL,
	`part` integer NOT NULL,
	`rows` text NOT NULL,
	PRIMARY KEY(`roster`, `part`),
	FOREIGN KEY (`roster`) REFERENCES `rosters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `rosters` (
	`id` integer PRIMARY KEY NOT NULL,
	`person` integer NOT NULL,
	`digest` text NOT NULL,
	`checked_at` integer NOT NULL,
	`decided_at` integer,
	`applied` integer,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `units` (
	`id` integer PRIMARY KEY NOT NULL,
	`parent` integer,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`path` text NOT NULL,
	`lineage` text NOT NULL,
	`began` text,
	`ended` text
);
--> statement-breakpoint
CREATE INDEX `units_parent` ON `units` (`parent`);--> statement-breakpoint
CREATE INDEX `units_lineage` ON `units` (`lineage`);--> statement-breakpoint
CREATE TABLE `calendars` (
	`person` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`number` integer NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendars_hash_unique` ON `calendars` (`hash`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`person` integer NOT NULL,
	`began_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person`) REFERENCES `persons`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person`);--> statement-breakpoint
CREATE TABLE `used_links` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
