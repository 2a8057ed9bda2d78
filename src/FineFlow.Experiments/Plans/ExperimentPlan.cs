using FineFlow.Core;

namespace FineFlow.Experiments.Plans;

/// <summary>All trainings of an experiment, validated before the first one begins.</summary>
internal sealed record ExperimentPlan
{
    /// <summary>What was asked for.</summary>
    public required ExperimentRequest Request { get; init; }

    /// <summary>The experiment.</summary>
    public ExperimentFile File => Request.File;

    /// <summary>The name of its budget.</summary>
    public string BudgetName => Request.Budget;

    /// <summary>The budget, with the request's changes.</summary>
    public required Budget Budget { get; init; }

    /// <summary>The models, in the order of the table.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The variants of each model, in the order of the table.</summary>
    public required IReadOnlyList<Variant> Variants { get; init; }

    /// <summary>The datasets, in the order of the table.</summary>
    public required IReadOnlyList<ExperimentDataset> Datasets { get; init; }

    /// <summary>The trainings, ordered by dataset.</summary>
    public required IReadOnlyList<ExperimentJob> Jobs { get; init; }

    /// <summary>The trainings, each once: jobs of several variants may share one.</summary>
    public IReadOnlyList<ExperimentJob> Tasks => [.. Jobs.DistinctBy(job => job.Folder)];

    /// <summary>Models that are not trained on a dataset, with the reasons.</summary>
    public required IReadOnlyList<JobRefusal> Refusals { get; init; }

    /// <summary>Warnings about the data, one line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What the trainings compute on: cpu, cuda or cuda:N.</summary>
    public string Device => Jobs[0].Manifest.Device;

    /// <summary>Whether a GPU repeats each training bit for bit.</summary>
    public bool Deterministic => Request.Deterministic;

    /// <summary>Threads of the tensor work.</summary>
    public int Threads => Jobs[0].Manifest.Threads;

    /// <summary>Creates and validates the plan. Loads each dataset once and creates each network once.</summary>
    /// <exception cref="BadInputException">The request names something unknown or invalid, or no model accepts any dataset.</exception>
    public static ExperimentPlan Create(ExperimentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ExperimentPlanBuilder(request).Complete(cancellationToken);
    }
}
