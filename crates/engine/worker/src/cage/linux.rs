//! The cage by seccomp (which system calls) and Landlock (which paths).

use std::collections::BTreeMap;
use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetError, RulesetStatus, Scope,
};
use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter_all_threads,
};

/// The newest Landlock this program knows how to ask for; an older kernel gives what it has.
const LANDLOCK: ABI = ABI::V6;

/// What an officer of the worker does: compute, wait, and speak over the pipes it was given.
const ALWAYS: &[c_long] = &[
    // The pipes, and files that are open.
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_pread64,
    libc::SYS_pwrite64,
    libc::SYS_lseek,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_fcntl,
    libc::SYS_fsync,
    libc::SYS_fdatasync,
    libc::SYS_ftruncate,
    libc::SYS_fadvise64,
    libc::SYS_getdents64,
    libc::SYS_utimensat,
    libc::SYS_ppoll,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
    // Looking at a path tells whether it is there, never what is in it; Landlock does not cover it either.
    libc::SYS_newfstatat,
    libc::SYS_statx,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_stat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lstat,
    libc::SYS_readlinkat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
    libc::SYS_getcwd,
    // Memory.
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_mlock,
    libc::SYS_munlock,
    // Threads of this process; `clone` is looked at more closely below.
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_rseq,
    libc::SYS_membarrier,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_setaffinity,
    libc::SYS_getcpu,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // Signals to itself: how a failed assertion ends the program.
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    // Time, chance, and what the machine is.
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_prlimit64,
    libc::SYS_sysinfo,
    libc::SYS_uname,
    // Giving up more rights.
    libc::SYS_seccomp,
    libc::SYS_landlock_create_ruleset,
    libc::SYS_landlock_add_rule,
    libc::SYS_landlock_restrict_self,
];

/// What the folder of prefixes and the model's file need besides. Which paths is Landlock's part.
const FILES: &[c_long] = &[
    libc::SYS_openat,
    libc::SYS_unlinkat,
    libc::SYS_mkdirat,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_open,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_unlink,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_mkdir,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_rename,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
];

/// Calls added to Linux since 5.0, the same numbers on every processor, with room for those to come.
const NEWER: std::ops::Range<i64> = 424..600;

/// How much is allowed.
#[derive(Debug, Clone, Copy)]
pub enum Calls {
    /// The work of the worker.
    Run,
    /// The same without opening, making or removing a file.
    RunWithoutFiles,
    /// [`Calls::Run`] with starting a program in place of this one: for the test that another process is refused for itself,
    /// and not only because it could start nothing.
    RunAndExec,
}

/// Filters the system calls of every thread. What is not listed fails with “operation not permitted”.
pub fn filter_calls(calls: Calls) -> Result<bool, String> {
    let arch = std::env::consts::ARCH.try_into().map_err(|error| format!("{error}"))?;
    let mut allowed: BTreeMap<i64, Vec<SeccompRule>> = ALWAYS.iter().map(|call| (*call, Vec::new())).collect();
    if !matches!(calls, Calls::RunWithoutFiles) {
        allowed.extend(FILES.iter().map(|call| (*call, Vec::new())));
    }
    if matches!(calls, Calls::RunAndExec) {
        allowed.extend([libc::SYS_execve, libc::SYS_execveat].map(|call| (call, Vec::new())));
    }
    let thread = u64::try_from(libc::CLONE_THREAD).map_err(|error| error.to_string())?;
    allowed.insert(libc::SYS_clone, vec![argument(0, SeccompCmpOp::MaskedEq(thread), thread)?]);
    // A signal to a thread of this process: only the process itself has its number here.
    let own = u64::from(std::process::id());
    allowed.insert(libc::SYS_tgkill, vec![argument(0, SeccompCmpOp::Eq, own)?]);
    let options = [libc::PR_SET_NAME, libc::PR_GET_NAME, libc::PR_SET_NO_NEW_PRIVS, libc::PR_SET_VMA];
    let named = options.into_iter().map(|option| argument(0, SeccompCmpOp::Eq, u64::from(option.unsigned_abs())));
    allowed.insert(libc::SYS_prctl, named.collect::<Result<_, _>>()?);

    // Calls that a C library of tomorrow may try first, and `clone3`, which takes its flags from memory, where a filter cannot
    // look: told to be absent, they are done without, in the older way.
    let newer: BTreeMap<i64, Vec<SeccompRule>> =
        NEWER.filter(|call| !allowed.contains_key(call)).map(|call| (call, Vec::new())).collect();
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    install(SeccompFilter::new(allowed, refused, SeccompAction::Allow, arch))?;
    // The last filter wins where two of them refuse.
    let absent = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    install(SeccompFilter::new(newer, SeccompAction::Allow, absent, arch))?;
    Ok(true)
}

fn argument(index: u8, compare: SeccompCmpOp, value: u64) -> Result<SeccompRule, String> {
    let condition = SeccompCondition::new(index, SeccompCmpArgLen::Qword, compare, value);
    condition.and_then(|condition| SeccompRule::new(vec![condition])).map_err(|error| error.to_string())
}

fn install(filter: Result<SeccompFilter, seccompiler::BackendError>) -> Result<(), String> {
    let program: BpfProgram = filter.and_then(TryInto::try_into).map_err(|error| error.to_string())?;
    apply_filter_all_threads(&program).map_err(|error| error.to_string())
}

/// Keeps this thread, and those it starts, to reading one file and to using the files of one folder. `false` when the kernel
/// has no Landlock.
pub fn keep_to(file: Option<&Path>, folder: Option<&Path>) -> Result<bool, String> {
    restrict(file, folder).map_err(|error| error.to_string())
}

fn restrict(file: Option<&Path>, folder: Option<&Path>) -> Result<bool, RulesetError> {
    let mut ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(LANDLOCK))?
        .handle_access(AccessNet::from_all(LANDLOCK))?
        .scope(Scope::from_all(LANDLOCK))?
        .create()?;
    // What cannot be opened now need not be allowed later: the load says what is wrong with it.
    if let Some(file) = file.and_then(|file| PathFd::new(file).ok()) {
        ruleset = ruleset.add_rule(PathBeneath::new(file, AccessFs::ReadFile))?;
    }
    if let Some(folder) = folder.and_then(|folder| PathFd::new(folder).ok()) {
        let use_files: BitFlags<AccessFs> = AccessFs::ReadFile
            | AccessFs::ReadDir
            | AccessFs::WriteFile
            | AccessFs::Truncate
            | AccessFs::MakeReg
            | AccessFs::RemoveFile;
        ruleset = ruleset.add_rule(PathBeneath::new(folder, use_files))?;
    }
    Ok(ruleset.restrict_self()?.ruleset != RulesetStatus::NotEnforced)
}
