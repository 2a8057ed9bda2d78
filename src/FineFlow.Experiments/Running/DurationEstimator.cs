using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Running;

/// <summary>
/// Estimates the duration of trainings from finished ones: seconds for each multiply-add, of the same model where it was measured already.
/// </summary>
internal sealed class DurationEstimator
{
    private readonly Dictionary<string, (double Work, double Seconds)> _byModel = [];

    /// <summary>Adds a finished training.</summary>
    public void Add(ExperimentJob job, TrainingResult result)
    {
        var done = job.Work * result.Epochs / job.Manifest.Recipe.Epochs;
        var (work, seconds) = _byModel.GetValueOrDefault(job.Manifest.Model);
        _byModel[job.Manifest.Model] = (work + done, seconds + result.TrainingSeconds);
    }

    /// <summary>Returns the most seconds that trainings take; null before any was measured.</summary>
    public double? SecondsOf(IEnumerable<ExperimentJob> jobs)
    {
        var (work, seconds) = (_byModel.Values.Sum(model => model.Work), _byModel.Values.Sum(model => model.Seconds));
        return work == 0 ? null : jobs.Sum(job =>
            job.Work * (_byModel.TryGetValue(job.Manifest.Model, out var own) ? own.Seconds / own.Work : seconds / work));
    }
}
