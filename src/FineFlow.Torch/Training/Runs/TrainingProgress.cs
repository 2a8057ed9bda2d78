namespace FineFlow.Torch.Training.Runs;

/// <summary>
/// What a training reports, on its own thread: the <see cref="InitialWeights"/> that it takes over, that it
/// begins (<see cref="TrainingBegins"/>), every <see cref="StepReport"/>, and
/// every <see cref="EpochRecord"/> once its state is on the disk. A slow receiver slows the training down.
/// </summary>
public abstract record TrainingProgress;
