DROP INDEX `waivers_item`;--> statement-breakpoint
DROP INDEX `console_messages_seq`;