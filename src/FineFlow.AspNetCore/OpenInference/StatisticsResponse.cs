using FineFlow.Engine.Registry;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>What models have done since they were loaded, as Triton's clients ask for it.</summary>
internal sealed record StatisticsResponse(IReadOnlyList<VersionStatistics> ModelStats)
{
    public static StatisticsResponse OfAll(ModelRegistry registry) => Of(registry.Models.Values.SelectMany(state => state.Versions));

    /// <summary>Returns the statistics of a model.</summary>
    /// <param name="registry">The models.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="version">The version; all of them where null.</param>
    /// <exception cref="UnknownModelException">The model or version is unknown.</exception>
    public static StatisticsResponse Find(ModelRegistry registry, string model, string? version) =>
        Of(version is null ? registry.State(model).Versions : [registry.Find(model, new VersionChoice(Version: version))]);

    private static StatisticsResponse Of(IEnumerable<ServedModel> versions) => new([.. versions.Select(VersionStatistics.Of)]);
}

/// <summary>What a version has done.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">The version.</param>
/// <param name="LastInference">Milliseconds since 1970; 0 before the first.</param>
/// <param name="InferenceCount">Samples that were answered.</param>
/// <param name="ExecutionCount">Batches in which they were inferred.</param>
/// <param name="InferenceStats">Where the time went.</param>
internal sealed record VersionStatistics(
    string Name, string Version, long LastInference, long InferenceCount, long ExecutionCount, InferenceStatistics InferenceStats)
{
    public static VersionStatistics Of(ServedModel model)
    {
        var work = model.Statistics.Work;
        return new(
            model.Name, model.Version, work.Last?.ToUnixTimeMilliseconds() ?? 0, work.Samples, work.Batches, InferenceStatistics.Of(work));
    }
}

/// <summary>Where the time went: the waiting is counted by samples, the computing by batches.</summary>
internal sealed record InferenceStatistics(TimeStatistics Success, TimeStatistics Fail, TimeStatistics Queue, TimeStatistics ComputeInfer)
{
    public static InferenceStatistics Of(ModelWork work) => new(
        TimeStatistics.Of(work.Samples, work.Waited + work.Computed),
        TimeStatistics.Of(work.Failed, work.FailedTime),
        TimeStatistics.Of(work.Samples, work.Waited),
        TimeStatistics.Of(work.Batches, work.Computed));
}

/// <summary>A number of events, and the nanoseconds of all.</summary>
internal sealed record TimeStatistics(long Count, long Ns)
{
    public static TimeStatistics Of(long count, TimeSpan time) => new(count, time.Ticks * TimeSpan.NanosecondsPerTick);
}
