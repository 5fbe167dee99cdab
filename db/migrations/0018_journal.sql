DROP INDEX `audit_subject`;--> statement-breakpoint
CREATE INDEX `audit_subject` ON `audit` (`subject`) WHERE instr("audit"."subject", '/') = 0;