-- job_line holds the line's id while the chain is a job order in the line's list: stored, neither cancelled nor cleared.
alter table run add column job_line varchar(64);

create index run_job_line on run (job_line);
