using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Models;
using FineFlow.Torch.Settings;
using FineFlow.Torch.Training;

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
    public static ExperimentPlan Create(ExperimentRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (file, budget) = (request.File, BudgetOf(request));
        var models = request.Models ?? file.Models;
        ExperimentRules.CheckModels(models);
        var variants = VariantsOf(file, budget);
        CheckSettings(models, variants);

        var (datasets, jobs, refusals, warnings) = (new List<ExperimentDataset>(), new List<ExperimentJob>(), new List<JobRefusal>(), new List<string>());
        var firstVariants = new Dictionary<string, string>();
        foreach (var folder in request.Data)
        {
            var data = DatasetFolder.Load(folder, new DatasetLoadOptions { Strict = request.Strict });
            var dataset = ExperimentDataset.Of(folder, data);
            RequireNew(datasets, dataset);
            datasets.Add(dataset);
            warnings.AddRange(data.Warnings);
            foreach (var (model, variant) in models.SelectMany(model => variants.Select(variant => (model, variant))))
            {
                stop.ThrowIfCancellationRequested();
                try
                {
                    var (manifest, multiplyAdds, learns) = Admit(Training(request, budget, model, variant), data);
                    var training = JsonSerializer.Serialize(manifest, JsonStyle.Line);
                    firstVariants.TryAdd(training, variant.Name);
                    jobs.AddRange(Enumerable.Range(1, learns ? budget.Seeds : 1).Select(
                        seed => new ExperimentJob(dataset, variant.Name, firstVariants[training], manifest with { Seed = seed }, multiplyAdds)));
                }
                catch (BadInputException refusal)
                {
                    refusals.Add(new(dataset.Name, model, variant.Name, refusal.Message.Replace($"{folder}/", "", StringComparison.Ordinal)));
                }
            }
        }

        return jobs.Count == 0
            ? throw new BadInputException($"experiment '{file.Name}'", $"has nothing to train: {refusals.FirstOrDefault()?.Reason ?? "no data are given"}")
            : new()
            {
                File = file, BudgetName = request.Budget, Budget = budget, Models = models, Variants = variants,
                Datasets = datasets, Jobs = jobs, Refusals = refusals, Warnings = warnings,
            };
    }

    private static Budget BudgetOf(ExperimentRequest request)
    {
        if (!request.File.Budgets.TryGetValue(request.Budget, out var budget))
        {
            throw new BadInputException($"budget '{request.Budget}'", $"is unknown to this experiment; known are {string.Join(", ", request.File.Budgets.Keys)}");
        }

        var asked = budget with { Seeds = request.Seeds ?? budget.Seeds, Epochs = request.Epochs ?? budget.Epochs };
        SettingsBinder.Validate(asked);
        return asked;
    }

    private static IReadOnlyList<Variant> VariantsOf(ExperimentFile file, Budget budget)
    {
        var sweeps = budget.Sweeps ?? file.Sweeps;
        return sweeps.Count > 0
            ? [.. sweeps.SelectMany(sweep => sweep.Value.Select(value => Variant.OfSweep(sweep.Key, value)))]
            : file.Variants.Count > 0 ? file.Variants : [Variant.Plain];
    }

    /// <summary>A setting that a model lacks would make it refuse every dataset: rather a mistake in the file.</summary>
    private static void CheckSettings(IReadOnlyList<string> models, IReadOnlyList<Variant> variants)
    {
        foreach (var (model, variant) in models.SelectMany(model => variants.Select(variant => (ModelCatalog.Find(model), variant))))
        {
            foreach (var setting in variant.Settings.Keys.Where(setting => !setting.StartsWith("loss.", StringComparison.Ordinal) && !model.Has(setting)))
            {
                throw new BadInputException($"variant '{variant.Name}'", $"sets '{setting}', which {model.Name} does not have");
            }
        }
    }

    private static TrainingRequest Training(ExperimentRequest request, Budget budget, string model, Variant variant)
    {
        var entry = ModelCatalog.Find(model);
        var settings = new Dictionary<string, JsonNode?>(budget.Settings.Where(setting => entry.Has(setting.Key)));
        foreach (var (name, value) in variant.Settings)
        {
            settings[name] = value;
        }

        return new()
        {
            Model = model, Loss = variant.Loss, Recipe = request.File.Recipe, Settings = settings, Threads = request.Threads,
            Epochs = budget.Epochs, Patience = budget.Patience, LearningRate = budget.LearningRate,
        };
    }

    /// <summary>The training's manifest, if the model's definition admits the data. What has no parameters needs no second seed.</summary>
    private static (RunManifest Manifest, long MultiplyAdds, bool Learns) Admit(TrainingRequest training, FlowDataset data)
    {
        var manifest = training.NewRun(data);
        using var network = manifest.CreateNetwork();
        foreach (var split in data.Splits)
        {
            network.CheckInput($"{data.Folder}/{split.Name}", split.Coarse, split.External);
        }

        return (manifest, MultiplyAddCounter.PerSample(network), network.ParameterCount() > 0);
    }

    private static void RequireNew(List<ExperimentDataset> datasets, ExperimentDataset dataset)
    {
        if (datasets.FirstOrDefault(other => other.Name == dataset.Name || other.PathName == dataset.PathName) is { } twin)
        {
            throw new BadInputException(
                dataset.Folder, $"has the name of {twin.Folder}, '{dataset.Name}'; expected a name of its own in {DatasetManifest.FileName}");
        }
    }
}
