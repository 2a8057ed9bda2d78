using FineFlow.Core.Datasets;
using FineFlow.Torch.Continual.Sequences;

namespace FineFlow.Experiments.Continual;

/// <summary>Which strategies learn which tasks, with which seeds.</summary>
/// <param name="Request">The tasks and the training of each.</param>
/// <param name="Methods">The strategies, in the order of tables.</param>
/// <param name="Seeds">The seeds are 1 to this number.</param>
internal sealed record ContinualPlan(SequenceRequest Request, IReadOnlyList<ContinualMethod> Methods, int Seeds)
{
    /// <summary>The names of the tasks: their number and their folder's name.</summary>
    public IReadOnlyList<string> TaskNames { get; } =
        [.. Request.Sequence.Tasks.Select((task, index) => Invariant($"{index + 1} {new DirectoryInfo(task.Folder).Name}"))];

    /// <summary>The sequences to learn: seed by seed, so that all strategies have results early.</summary>
    public IEnumerable<SequenceKey> Sequences =>
        from seed in Enumerable.Range(1, Seeds)
        from method in Methods
        select new SequenceKey(method, seed);

    /// <summary>Returns the training samples of a task's epochs, a measure of its work.</summary>
    public double Work(ContinualMethod method, int task) => Request.Sequence.Tasks
        .Skip(method.IsJoint ? 0 : task - 1)
        .Take(method.IsJoint ? task : 1)
        .Sum(data => data[SplitNames.Train].Samples);
}

/// <summary>A strategy with a seed.</summary>
internal sealed record SequenceKey(ContinualMethod Method, long Seed)
{
    /// <summary>Its folder in that of all.</summary>
    public string Folder => Path.Combine("runs", Method.Name, Invariant($"seed-{Seed}"));

    /// <summary>Its name among leases, of letters and digits.</summary>
    public string Id => Invariant($"{string.Concat(Method.Name.Where(char.IsAsciiLetterOrDigit))}x{Seed}");
}
