using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Drift;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Runs;

/// <summary>The folder of one run: run.json, history.jsonl, model/ (the best bundle) and state/ (what resuming needs).</summary>
public sealed class RunFolder
{
    private bool _isNew;

    private RunFolder(string path, RunManifest manifest, bool isNew) => (Path, Manifest, _isNew) = (path, manifest, isNew);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>run.json.</summary>
    public RunManifest Manifest { get; }

    /// <summary>Folder of the best model.</summary>
    public string ModelFolder => System.IO.Path.Combine(Path, RunLayout.Model);

    internal string StateFile => System.IO.Path.Combine(Path, RunLayout.State, "training.safetensors");

    /// <summary>Returns whether a folder holds a run.</summary>
    public static bool Holds(string path) => File.Exists(System.IO.Path.Combine(path, RunLayout.Manifest));

    /// <summary>Returns a new run for a new or empty folder. The trainer creates the folder after checking the run.</summary>
    /// <exception cref="BadInputException">The folder holds something already.</exception>
    public static RunFolder Create(string path, RunManifest manifest)
    {
        CheckNew(path);
        return new RunFolder(path, manifest, isNew: true);
    }

    /// <summary>Refuses a new run whose folder another process has begun in since; the caller holds the folder's lock.</summary>
    /// <exception cref="BadInputException">The folder holds something by now.</exception>
    internal void CheckStillNew()
    {
        if (_isNew)
        {
            CheckNew(Path);
        }
    }

    private static void CheckNew(string path)
    {
        if (FolderPlace.Holds(path, RunLayout.Manifest, "is not a run"))
        {
            throw new BadInputException(path, "already holds a run; resume it or choose another folder") { Setting = "folder" };
        }
    }

    /// <summary>Opens a run that was begun before.</summary>
    /// <exception cref="BadInputException">The folder holds no run, or run.json cannot be read.</exception>
    public static RunFolder Open(string path)
    {
        var file = System.IO.Path.Combine(path, RunLayout.Manifest);
        if (!File.Exists(file))
        {
            throw new BadInputException(path, $"holds no run: {RunLayout.Manifest} is missing{NearestName.QuestionOfPath(path)}");
        }

        return new RunFolder(path, RunFile.Read(file), isNew: false);
    }

    /// <summary>Opens the run in a folder, or returns a new one where it holds none.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="manifest">Settles what a new run is.</param>
    /// <exception cref="BadInputException">The folder holds something else, or a run that cannot be read.</exception>
    internal static RunFolder OpenOrCreate(string path, Func<RunManifest> manifest) =>
        Holds(path) ? Open(path) : Create(path, manifest());

    /// <summary>Returns the run with a changed manifest, for instance more epochs. The trainer writes it after checking it.</summary>
    public RunFolder With(RunManifest manifest) => new(Path, manifest, _isNew);

    /// <summary>Returns the finished epochs; none where the first has not finished.</summary>
    /// <exception cref="BadInputException">history.jsonl cannot be read, or a line of it is not what FineFlow writes.</exception>
    public IReadOnlyList<EpochRecord> ReadHistory()
    {
        var file = System.IO.Path.Combine(Path, RunLayout.History);
        return File.Exists(file) ? JsonStyle.ReadLines<EpochRecord>(file) : [];
    }

    /// <summary>Rewrites the whole history, so that a kill can neither tear nor repeat a line.</summary>
    internal void WriteHistory(IEnumerable<EpochRecord> history) =>
        AtomicFile.WriteText(
            System.IO.Path.Combine(Path, RunLayout.History),
            string.Concat(history.Select(record => JsonSerializer.Serialize(record, JsonStyle.Line) + "\n")));

    /// <summary>Writes the bundle of the best epoch.</summary>
    internal void WriteModel(
        FlowNetwork network,
        IEnumerable<KeyValuePair<string, Tensor>> weights,
        EpochRecord best,
        CoarseReference reference) => ModelBundle.Save(
        ModelFolder,
        weights,
        new ModelCard
        {
            Format = ModelCard.CurrentFormat,
            Model = Manifest.Model,
            Options = SettingsBinder.ToJson(network.Options),
            Parameters = network.ParameterCount(),
            WeightsSha256 = "",
            NetworkSha256 = "",
            Recovery = Manifest.Recovery,
            Recipe = Manifest.Recipe.Name,
            Loss = Manifest.LossName,
            Seed = Manifest.Seed,
            Epoch = best.Epoch,
            Validation = best.Valid,
            Data = Manifest.Data,
            Initial = Manifest.Initial,
            LeftOut = Manifest.LeftOut,
            StaticWeights = (network as HistoryNetwork)?.StaticWeights,
            Versions = SoftwareVersions.Current,
        },
        (network as HistoryNetwork)?.History,
        reference);

    /// <summary>Deletes what a killed writer left beside the run's own files.</summary>
    internal void Sweep()
    {
        foreach (var folder in new[] { Path, ModelFolder, System.IO.Path.GetDirectoryName(StateFile)! }.Where(Directory.Exists))
        {
            var files = Directory.EnumerateFiles(folder, "*" + AtomicFile.TemporaryEnding);
            foreach (var file in files.Where(TemporaryFiles.IsTemporary).ToList())
            {
                File.Delete(file);
            }
        }
    }

    internal void WriteManifest()
    {
        RunFile.Write(System.IO.Path.Combine(Path, RunLayout.Manifest), Manifest);
        _isNew = false;
    }
}
