using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Settings;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;

namespace FineFlow.Experiments.Plans;

/// <summary>Builds an experiment's plan, dataset by dataset.</summary>
internal sealed class ExperimentPlanBuilder
{
    private readonly ExperimentRequest _request;
    private readonly Budget _budget;
    private readonly IReadOnlyList<string> _models;
    private readonly IReadOnlyList<Variant> _variants;
    private readonly List<ExperimentDataset> _datasets = [];
    private readonly List<ExperimentJob> _jobs = [];
    private readonly List<JobRefusal> _refusals = [];
    private readonly List<string> _warnings = [];

    /// <summary>The first variant of each training, by its manifest.</summary>
    private readonly Dictionary<string, string> _firstVariants = [];

    /// <exception cref="BadInputException">The request names something unknown or invalid.</exception>
    public ExperimentPlanBuilder(ExperimentRequest request)
    {
        _request = request;
        _budget = BudgetOf(request);
        _models = request.Models ?? request.File.Models;
        ExperimentRules.CheckModels(_models);
        _variants = VariantsOf(request.File, _budget);
        CheckSettings(_models, _variants);
    }

    /// <summary>Completes the plan. Loads each dataset once and creates each network once.</summary>
    /// <exception cref="BadInputException">A dataset is invalid, or no model accepts any dataset.</exception>
    public ExperimentPlan Complete(CancellationToken cancellationToken)
    {
        foreach (var folder in _request.Data)
        {
            AddDataset(folder, cancellationToken);
        }

        var (file, nothing) = (_request.File, _refusals.FirstOrDefault()?.Reason ?? "no data are given");
        return _jobs.Count == 0
            ? throw new BadInputException($"experiment '{file.Name}'", $"has nothing to train: {nothing}")
            : new()
            {
                Request = _request,
                Budget = _budget,
                Models = _models,
                Variants = _variants,
                Datasets = _datasets,
                Jobs = _jobs,
                Refusals = _refusals,
                Warnings = _warnings,
            };
    }

    private void AddDataset(string folder, CancellationToken cancellationToken)
    {
        var data = DatasetFolder.Load(folder, new DatasetLoadOptions { Strict = _request.Strict });
        var dataset = ExperimentDataset.Of(folder, data);
        RequireNew(_datasets, dataset);
        _datasets.Add(dataset);
        _warnings.AddRange(data.Warnings);
        foreach (var (model, variant) in _models.SelectMany(model => _variants.Select(variant => (model, variant))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                AddJobs(dataset, data, model, variant);
            }
            catch (BadInputException refusal)
            {
                _refusals.Add(new(dataset.Name, model, variant.Name, refusal.Message.Replace($"{folder}/", "", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>Adds a job for each seed if the model accepts the data. A model without parameters gets one seed.</summary>
    private void AddJobs(ExperimentDataset dataset, FlowDataset data, string model, Variant variant)
    {
        var manifest = Training(model, variant).NewRun(data);
        using var network = manifest.CreateNetwork();
        foreach (var split in data.Splits)
        {
            network.CheckInput(split.Inputs, $"{data.Folder}/{split.Name}");
        }

        var multiplyAdds = MultiplyAddCounter.PerSample(network);
        var training = manifest.ToJson().ToJsonString();
        _firstVariants.TryAdd(training, variant.Name);
        _jobs.AddRange(Enumerable.Range(1, network.ParameterCount() > 0 ? _budget.Seeds : 1).Select(
            seed => new ExperimentJob(dataset, variant.Name, _firstVariants[training], manifest with { Seed = seed }, multiplyAdds)));
    }

    private TrainingRequest Training(string model, Variant variant)
    {
        var entry = ModelCatalog.Find(model);
        var request = new TrainingRequest { Model = model, Loss = variant.Loss, Settings = variant.Settings };
        return (entry.IsPublished ? Published(request) : request)
            .With(run => run with
            {
                Precision = ComputePrecision.Fp32, // the same for all models and machines
                Device = _request.Device,
                Deterministic = _request.Deterministic,
                Threads = _request.Threads ?? run.Threads,
            });
    }

    /// <summary>Published networks share the experiment's recipe and budget; FineFlow's own models have a recipe of minutes.</summary>
    private TrainingRequest Published(TrainingRequest request) =>
        (request with { Recipe = _request.File.Recipe, Size = _budget.Size })
            .With(recipe => recipe with
            {
                Epochs = _budget.Epochs ?? recipe.Epochs,
                Patience = _budget.Patience ?? recipe.Patience,
                BatchSize = _budget.BatchSize ?? recipe.BatchSize,
                LearningRate = _budget.LearningRate ?? recipe.LearningRate,
            });

    private static Budget BudgetOf(ExperimentRequest request)
    {
        if (!request.File.Budgets.TryGetValue(request.Budget, out var budget))
        {
            var known = request.File.Budgets.Keys;
            throw new BadInputException(
                $"budget '{request.Budget}'",
                $"is unknown to this experiment; known are {string.Join(", ", known)}{NearestName.Question(request.Budget, known)}")
            {
                Setting = nameof(request.Budget),
            };
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

    /// <summary>
    /// Checks the variants' settings. A setting that a model lacks would exclude it from every dataset, and is more likely a mistake.
    /// </summary>
    private static void CheckSettings(IReadOnlyList<string> models, IReadOnlyList<Variant> variants)
    {
        foreach (var (model, variant) in models.SelectMany(model => variants.Select(variant => (ModelCatalog.Find(model), variant))))
        {
            var ofModel = variant.Settings.Keys.Where(setting => !setting.StartsWith("loss.", StringComparison.Ordinal));
            foreach (var setting in ofModel.Where(setting => !model.Has(setting)))
            {
                throw new BadInputException($"variant '{variant.Name}'", $"sets '{setting}', which {model.Name} does not have");
            }
        }
    }

    /// <summary>Checks that a dataset may share a table with the earlier ones.</summary>
    private static void RequireNew(List<ExperimentDataset> datasets, ExperimentDataset dataset)
    {
        if (datasets.FirstOrDefault(other => other.Division != dataset.Division) is { } first)
        {
            throw new BadInputException(
                dataset.Folder,
                $"is of another division than {first.Folder} ({dataset.DivisionText}; {first.DivisionText}): "
                + "numbers of different divisions are not put into one table; run one experiment for each");
        }

        if (datasets.FirstOrDefault(other => other.Name == dataset.Name || other.PathName == dataset.PathName) is { } twin)
        {
            throw new BadInputException(
                dataset.Folder,
                $"has the name of {twin.Folder}, '{dataset.Name}'; expected a name of its own in {DatasetManifest.FileName}");
        }
    }
}
