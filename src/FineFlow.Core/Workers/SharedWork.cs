namespace FineFlow.Core.Workers;

/// <summary>Tasks of a folder that several processes do, each process one at a time.</summary>
internal interface ISharedTasks<TTask>
{
    /// <summary>Looks what was finished meanwhile, and returns the tasks that were not, those first that are best begun next.</summary>
    IReadOnlyList<TTask> Open();

    /// <summary>Returns the name of a task among the leases.</summary>
    string IdOf(TTask task);

    /// <summary>Whether another process of this machine does a task just now, whatever its lease says.</summary>
    bool IsInUse(TTask task);

    /// <summary>Whether nothing is left to do for a task.</summary>
    bool IsFinished(TTask task);

    /// <summary>Does a task from where it is, until it is finished or the token stops it.</summary>
    void Do(TTask task, CancellationToken cancellationToken);
}

/// <summary>Does tasks beside other processes that do the same in the same folder.</summary>
internal static class SharedWork
{
    /// <summary>Does one free task after the other until none is left; waits for those of others, which may die.</summary>
    public static void Do<TTask>(ISharedTasks<TTask> tasks, Leases leases, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var open = tasks.Open();
            if (open.Count == 0)
            {
                return;
            }

            if (!open.Any(task => TryDo(tasks, task, leases, cancellationToken)))
            {
                cancellationToken.WaitHandle.WaitOne(leases.Expiry / 10);
            }
        }
    }

    /// <summary>Does a task unless another process has it; returns whether it was taken.</summary>
    private static bool TryDo<TTask>(ISharedTasks<TTask> tasks, TTask task, Leases leases, CancellationToken cancellationToken)
    {
        using (var lease = leases.TryTake(tasks.IdOf(task)))
        {
            if (lease is null || tasks.IsInUse(task)) // in use: it was taken for dead and is not
            {
                return false;
            }

            if (!tasks.IsFinished(task)) // between the look and the lease
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
                tasks.Do(task, stop.Token);
            }
        }

        if (tasks.IsFinished(task))
        {
            leases.Forget(tasks.IdOf(task));
        }

        return true;
    }
}
