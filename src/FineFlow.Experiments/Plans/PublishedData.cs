namespace FineFlow.Experiments.Plans;

/// <summary>The data of published results.</summary>
/// <param name="Division">How they are divided, as <c>split</c> in dataset.json.</param>
/// <param name="Shape">Their sizes, in the words of the experiment's table: maps, channels and samples.</param>
internal sealed record PublishedData(string Division, string Shape)
{
    /// <summary>Returns why the results cannot be compared with those on a dataset; null where they can.</summary>
    public string? Obstacle(ExperimentDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var division = data.Division is null ? "of a division that is not stated" : data.DivisionText;
        return data.Division != Division
            ? $"they are of data divided {Division}, and these are {division}"
            : !data.Shape.StartsWith(Shape, StringComparison.Ordinal) ? $"they are of {Shape}, and these are {data.Shape}"
            : null;
    }
}
