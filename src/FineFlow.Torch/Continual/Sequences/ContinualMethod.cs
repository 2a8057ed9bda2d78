namespace FineFlow.Torch.Continual.Sequences;

/// <summary>A way to train on a sequence of tasks, a row of <see cref="ContinualMethods"/>.</summary>
/// <param name="Name">Its name in settings and tables.</param>
/// <param name="Title">A short description.</param>
/// <param name="Create">Makes the strategy of a task; gives null where its training is an ordinary one.</param>
internal sealed record ContinualMethod(string Name, string Title, Func<TaskContext, TaskStrategy?> Create)
{
    /// <summary>Whether each task begins with fresh weights and trains on all tasks so far, as a bound for the others.</summary>
    public bool IsJoint { get; init; }
}
