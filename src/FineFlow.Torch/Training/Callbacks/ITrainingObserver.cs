using FineFlow.Torch.Training.Runs;
namespace FineFlow.Torch.Training.Callbacks;

/// <summary>Observes a training's progress on the training's own thread. A slow observer slows the training down.</summary>
public interface ITrainingObserver
{
    /// <summary>Called before the first step of a run that takes over another run's weights.</summary>
    void OnInitialWeights(InitialWeights initial)
    {
    }

    /// <summary>Called after every step.</summary>
    void OnStep(StepReport report)
    {
    }

    /// <summary>Called after every epoch, once its state is on the disk.</summary>
    void OnEpoch(EpochRecord record)
    {
    }
}

/// <summary>Progress of a training after a step.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Epochs">Epochs at most.</param>
/// <param name="Step">The step in the epoch, counted from 1.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">The batch's loss.</param>
/// <param name="SamplesPerSecond">Training samples a second in this epoch so far.</param>
public sealed record StepReport(int Epoch, int Epochs, int Step, int Steps, double Loss, double SamplesPerSecond)
{
    /// <summary>Returns the seconds until the last epoch's end at this rate, without validation and early stopping.</summary>
    public double SecondsLeft(int trainSamples)
    {
        var epochsLeft = Epochs - Epoch + (1 - (double)Step / Steps);
        return epochsLeft * trainSamples / SamplesPerSecond;
    }
}
