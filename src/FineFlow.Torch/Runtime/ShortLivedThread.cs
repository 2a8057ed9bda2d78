using System.Runtime.ExceptionServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Runs tensor work on a thread of its own, which ends with the work. libgomp keeps helper threads for every living thread that has
/// computed. With more helpers than processors, it puts idle ones to sleep at once, and computations become twice as slow. Programs that
/// compute mainly on one thread therefore do their other tensor work here.
/// </summary>
internal static class ShortLivedThread
{
    /// <summary>Runs work on a new thread, waits for it and rethrows its exception.</summary>
    /// <returns>The work's result.</returns>
    public static T Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>Runs work on a new thread while the caller's does something else. It is not cancelled: work that began ends.</summary>
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Run(() => Run(work), CancellationToken.None);
}
