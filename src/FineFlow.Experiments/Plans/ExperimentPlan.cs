using FineFlow.Core;

namespace FineFlow.Experiments.Plans;

/// <summary>All trainings that an experiment asks for, checked one by one before the first begins.</summary>
public sealed record ExperimentPlan
{
    /// <summary>The experiment.</summary>
    public required ExperimentFile File { get; init; }

    /// <summary>The name of its budget.</summary>
    public required string BudgetName { get; init; }

    /// <summary>The budget, with what the user changed in it.</summary>
    public required Budget Budget { get; init; }

    /// <summary>The models, in the order of the table.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The variants of each model, in the order of the table.</summary>
    public required IReadOnlyList<Variant> Variants { get; init; }

    /// <summary>The datasets, in the order of the table.</summary>
    public required IReadOnlyList<ExperimentDataset> Datasets { get; init; }

    /// <summary>The trainings, dataset by dataset.</summary>
    public required IReadOnlyList<ExperimentJob> Jobs { get; init; }

    /// <summary>What is not trained, and why.</summary>
    public required IReadOnlyList<JobRefusal> Refusals { get; init; }

    /// <summary>What the data are warned about, one line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Threads of the tensor work.</summary>
    public int Threads => Jobs[0].Manifest.Threads;

    /// <summary>Makes and checks the plan: loads each dataset once and builds each network once.</summary>
    /// <exception cref="BadInputException">Something asked for is unknown or unsound, or no model admits any of the data.</exception>
    public static ExperimentPlan Create(ExperimentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ExperimentPlanBuilder(request).Complete(cancellationToken);
    }
}
